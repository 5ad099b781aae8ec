package usher.core;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import usher.core.call.CallerIdentity;
import usher.core.call.Entrance;
import usher.core.config.ConfigResult;
import usher.core.config.QueueConfig;
import usher.core.entry.Attendance;
import usher.core.entry.BusinessHours;
import usher.core.journal.RecordedRun;
import usher.core.replay.WhatIf;
import usher.core.rules.RuleEntrance;
import usher.core.rules.RuleSet;
import usher.core.trunk.IdentityReader;
import usher.routing.call.NewCall;
import usher.routing.plan.RoutingPlan;
import usher.sip.media.AudioClip;
import usher.sip.message.MalformedMessageException;
import usher.sip.message.SipMessage;
import usher.sip.message.SipRequest;
import usher.sip.transport.Flow;

/** Rules from a file, whose entries look at recorded INVITEs as the server's would. */
final class TriedRules implements WhatIf.Trial {
  private static final AudioClip SILENCE = AudioClip.of(new short[1]);
  private static final int NOBODY = -1;

  private final RuleSet rules;
  private final Entrance entrance;

  TriedRules(ConfigResult.Valid read) {
    rules = RuleSet.first(read);
    entrance = new RuleEntrance(rules, _ -> SILENCE);
  }

  @Override
  public RoutingPlan plan() {
    return rules.plan();
  }

  @Override
  public @Nullable String admit(RecordedRun.Entered entered, NewCall call) {
    ByteBuffer invite = entered.invite();
    Flow flow = entered.flow();
    if (invite == null || flow == null) {
      return "its INVITE is not in the journal";
    }
    SipRequest request = request(invite);
    CallerIdentity caller = IdentityReader.read(request, flow, rules.config().trunks());
    return switch (entrance.admit(request, flow, caller, entered.wallMs())) {
      case Entrance.Admission.Unknown() -> "no entry takes " + entered.call().called();
      case Entrance.Admission.Refused(int status) -> "an entry refuses it with " + status;
      case Entrance.Admission.Admitted(var queue, var ticket) -> {
        ticket.fill(call, queue.index(), NOBODY);
        yield null;
      }
    };
  }

  @Override
  public Attendance attendance(String queue, long wallMs) {
    QueueConfig config = rules.config().queues().get(queue);
    String name = config == null ? null : config.doors().hours();
    BusinessHours hours = name == null ? null : rules.config().hours().get(name);
    return hours == null ? Attendance.ALWAYS : hours.at(wallMs);
  }

  private static SipRequest request(ByteBuffer invite) {
    byte[] bytes = new byte[invite.remaining()];
    invite.duplicate().get(bytes);
    try {
      return (SipRequest) SipMessage.parse(bytes);
    } catch (MalformedMessageException e) {
      throw new IllegalStateException("it was parsed when it came", e);
    }
  }
}
