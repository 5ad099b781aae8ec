package usher.core;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import usher.core.call.AnswerPolicy;
import usher.core.call.CallLog;
import usher.core.call.CallQueue;
import usher.core.call.CallerIdentity;
import usher.core.call.EndCause;
import usher.core.config.QueueConfig;
import usher.core.record.CallRecord;
import usher.core.record.CallRecord.HungUp;
import usher.core.record.CallRecord.Role;
import usher.routing.explain.Explainer;
import usher.sip.dialog.SipEvent.EndReason;
import usher.sip.media.MediaQuality;
import usher.sip.media.MediaStatistics;

/**
 * Makes the record of a call of what was noted while it ran: numbers become names, instants become
 * times.
 */
final class RecordMaker implements Consumer<CallLog> {
  private final String run;
  private final Consumer<CallRecord> writer;

  /**
   * Makes records for one run.
   *
   * @param run tells the calls of this run from those of others
   */
  RecordMaker(String run, Consumer<CallRecord> writer) {
    this.run = run;
    this.writer = writer;
  }

  @Override
  public void accept(CallLog log) {
    writer.accept(record(log));
  }

  private CallRecord record(CallLog log) {
    CallQueue queue = log.queue();
    EndCause cause = log.cause() == null ? EndCause.LOST : log.cause();
    List<CallRecord.Offer> offers = offers(log);
    boolean answered = log.answeredNs() != CallLog.NEVER;
    long waitEndNs = answered ? log.answeredNs() : log.endedNs();
    return new CallRecord(
        run + "-" + log.id(),
        queue.name(),
        log.callerAddress(),
        log.called(),
        log.answeredBy(),
        log.epochMsOf(log.arrivedNs()),
        epochMs(log, log.queuedNs()),
        offers.isEmpty() ? null : offers.getFirst().atMs(),
        epochMs(log, log.answeredNs()),
        log.epochMsOf(log.endedNs()),
        log.queuedNs() == CallLog.NEVER ? 0 : ms(waitEndNs - log.queuedNs()),
        log.promisedNs() == CallLog.NEVER ? null : ms(log.promisedNs()),
        offers.stream().mapToLong(CallRecord.Offer::ringMs).sum(),
        answered ? ms(log.endedNs() - log.answeredNs()) : 0,
        ms(log.holdNs()),
        cause.text(),
        why(log),
        hungUpBy(cause),
        answer(queue.answer()),
        queue.direct() ? QueueConfig.Media.DIRECT : QueueConfig.Media.RELAY,
        log.ticket().rules(),
        log.ticket().band(),
        log.ticket().attributes(),
        legs(log),
        offers,
        visits(log),
        overflow(log),
        outside(log),
        transfers(log),
        conference(log),
        line(log.caller()));
  }

  private static @Nullable String why(CallLog log) {
    CallLog.NotedLog left = log.left();
    return left == null ? log.notTaken() : Explainer.goneInShort(left.rules(), left.decision());
  }

  private static CallRecord.@Nullable Line line(CallerIdentity caller) {
    return caller.trunk().isEmpty()
        ? null
        : new CallRecord.Line(
            caller.trunk(),
            caller.asserted(),
            caller.withheld(),
            caller.history(),
            caller.diversions());
  }

  private static List<CallRecord.Transfer> transfers(CallLog log) {
    return log.passes().stream()
        .map(pass ->
            new CallRecord.Transfer(
                pass.by(), pass.to(), log.epochMsOf(pass.madeNs()), pass.done(), pass.status()))
        .toList();
  }

  private static List<CallRecord.Party> conference(CallLog log) {
    return log.parties().stream()
        .map(party ->
            new CallRecord.Party(
                party.who(), log.epochMsOf(party.joinedNs()), log.epochMsOf(party.leftNs())))
        .toList();
  }

  private static HungUp hungUpBy(EndCause cause) {
    return switch (cause) {
      case CALLER_HUNG_UP, ABANDONED, LEFT_BEFORE_AUDIO -> HungUp.CALLER;
      case AGENT_HUNG_UP -> HungUp.AGENT;
      case OUTSIDE_HUNG_UP -> HungUp.OUTSIDE;
      case TIMED_OUT, TURNED_AWAY, SAID_GOODBYE, REFUSED -> HungUp.SERVER;
      case PASSED_ON, SERVER_STOPPED, LOST -> HungUp.SERVER;
    };
  }

  private List<CallRecord.Leg> legs(CallLog log) {
    List<CallRecord.Leg> legs = new ArrayList<>();
    for (CallLog.LegLog leg : log.legs()) {
      legs.add(
          new CallRecord.Leg(
              leg.callId(),
              role(leg),
              leg.agent(),
              leg.remote(),
              gone(log.endOf(leg)),
              audio(log.audioOf(leg))));
    }
    return legs;
  }

  private static CallRecord.@Nullable Gone gone(@Nullable EndReason reason) {
    return switch (reason) {
      case null -> null;
      case PEER_HUNG_UP -> null;
      case NO_ACK -> CallRecord.Gone.NO_ACK;
      case PEER_GONE -> CallRecord.Gone.SILENT;
    };
  }

  private static CallRecord.@Nullable Audio audio(@Nullable MediaStatistics of) {
    if (of == null || of.packetsReceived() + of.packetsSent() == 0) {
      return null;
    }
    MediaQuality quality = of.quality();
    return new CallRecord.Audio(
        of.packetsReceived(),
        quality.lost(),
        usAsMs(quality.jitterUs()),
        usAsMs(quality.jitterMaxUs()),
        of.packetsSent(),
        quality.farLost() == MediaQuality.UNKNOWN ? null : (Long) quality.farLost(),
        knownUsAsMs(quality.farJitterUs()),
        knownUsAsMs(quality.roundTripUs()));
  }

  private static @Nullable Double knownUsAsMs(long us) {
    return us == MediaQuality.UNKNOWN ? null : (Double) usAsMs(us);
  }

  private static double usAsMs(long us) {
    return (double) us / 1000;
  }

  private static Role role(CallLog.LegLog leg) {
    return switch (leg.whose()) {
      case CALLER -> Role.CALLER;
      case AGENT -> Role.AGENT;
      case OUTSIDE -> Role.OUTSIDE;
    };
  }

  private static List<CallRecord.Visit> visits(CallLog log) {
    return log.visits().stream()
        .map(visit -> new CallRecord.Visit(visit.queue(), how(visit), log.epochMsOf(visit.atNs())))
        .toList();
  }

  private static CallRecord.How how(CallLog.VisitLog visit) {
    return switch (visit.how()) {
      case ENTERED -> CallRecord.How.ENTERED;
      case MOVED -> CallRecord.How.MOVED;
      case ADDED -> CallRecord.How.ADDED;
    };
  }

  private static List<CallRecord.Rung> overflow(CallLog log) {
    return log.rungs().stream()
        .map(rung ->
            new CallRecord.Rung(
                log.epochMsOf(rung.atNs()), Explainer.rungInShort(rung.rules(), rung.decision())))
        .toList();
  }

  private static List<CallRecord.Outside> outside(CallLog log) {
    return log.outside().stream()
        .map(at ->
            new CallRecord.Outside(
                at.target(),
                log.epochMsOf(at.madeNs()),
                ms(at.endedNs() - at.madeNs()),
                at.answered(),
                at.status()))
        .toList();
  }

  private List<CallRecord.Offer> offers(CallLog log) {
    List<CallRecord.Offer> offers = new ArrayList<>();
    for (CallLog.OfferLog offer : log.offers()) {
      if (offer.outcome() != null) {
        offers.add(
            new CallRecord.Offer(
                offer.agent(),
                log.epochMsOf(offer.madeNs()),
                ms(offer.endedNs() - offer.madeNs()),
                offer.outcome(),
                why(offer)));
      }
    }
    return offers;
  }

  private static @Nullable String why(CallLog.OfferLog offer) {
    return offer.decision() == null ? null : Explainer.inShort(offer.rules(), offer.decision());
  }

  private static QueueConfig.Answer answer(AnswerPolicy policy) {
    return switch (policy) {
      case AT_ENTRY -> QueueConfig.Answer.AT_ENTRY;
      case EARLY_MEDIA -> QueueConfig.Answer.EARLY_MEDIA;
      case ON_AGENT -> QueueConfig.Answer.ON_AGENT;
    };
  }

  private static @Nullable Long epochMs(CallLog log, long instantNs) {
    return instantNs == CallLog.NEVER ? null : log.epochMsOf(instantNs);
  }

  private static long ms(long ns) {
    return TimeUnit.NANOSECONDS.toMillis(ns);
  }
}
