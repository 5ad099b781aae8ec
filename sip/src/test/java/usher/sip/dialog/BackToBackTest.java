package usher.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import usher.sip.SipStack;
import usher.sip.message.MalformedMessageException;
import usher.sip.message.SipMessage;
import usher.sip.message.SipWriter;
import usher.sip.message.TokenSource;
import usher.sip.transaction.Timers;
import usher.sip.transport.Flow;
import usher.sip.transport.TransportProtocol;

/**
 * Two stacks that call each other over a network that loses, doubles and reorders, with users who
 * do anything at any time. One seed, one history.
 */
class BackToBackTest {
  private static final int CALLS = 150;
  private static final int LOSS_PERCENT = 10;
  private static final int DOUBLED_PERCENT = 10;
  private static final int LONGEST_DELAY_MS = 400;

  private final Timers timers = new Timers(0);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyCallEndsOnceOnBothSidesAndNothingStays(int seed) {
    Random random = new Random(seed);
    User anna = new User(random, seed, "127.0.0.1");
    User bob = new User(random, seed + 1000, "127.0.0.2");
    anna.other = bob;
    bob.other = anna;
    for (int call = 0; call < CALLS; call++) {
      later(random.nextInt(60_000), random.nextBoolean() ? anna::call : bob::call);
    }
    while (timers.nextDeadlineNs() != Timers.NEVER) {
      timers.advance(timers.nextDeadlineNs());
    }
    List.of(anna, bob).forEach(User::checkNothingStays);
    assertThat(anna.placed + bob.placed).isEqualTo(CALLS);
    assertThat(anna.answered + bob.answered).as("answered").isGreaterThan(CALLS / 5);
    assertThat(anna.changed + bob.changed).as("sessions changed").isGreaterThan(CALLS / 5);
  }

  private void later(int ms, Runnable deed) {
    timers.schedule(ms * 1_000_000L, deed);
  }

  /** A stack, and somebody without any plan. */
  private final class User {
    private final Random random;
    private final InetSocketAddress address;
    private final SipStack stack;
    private final Set<Dialog> begun = new HashSet<>();
    private final Map<Dialog, String> ends = new HashMap<>();
    private User other = this;
    private int placed;
    private int answered;
    private int changed;

    User(Random random, int seed, String host) {
      this.random = random;
      this.address = Stage.at(host, 5060);
      byte[] bytes = new byte[TokenSource.SEED_BYTES];
      bytes[0] = (byte) seed;
      bytes[1] = (byte) (seed >> 8);
      Map<TransportProtocol, InetSocketAddress> locals = new EnumMap<>(TransportProtocol.class);
      locals.put(TransportProtocol.UDP, address);
      this.stack =
          new SipStack(
              this::carry,
              timers,
              new TokenSource(bytes),
              new LocalAddresses(locals),
              new DialogSettings("user", "Test"),
              register -> {},
              this::hear);
    }

    private void carry(Flow flow, SipMessage message) {
      int copies = random.nextInt(100) < DOUBLED_PERCENT ? 2 : 1;
      for (int copy = 0; copy < copies; copy++) {
        if (random.nextInt(100) >= LOSS_PERCENT) {
          later(1 + random.nextInt(LONGEST_DELAY_MS), () -> other.receive(message));
        }
      }
    }

    private void receive(SipMessage message) {
      Flow flow = new Flow(TransportProtocol.UDP, address, other.address, Flow.NO_CONNECTION);
      try {
        stack.received(SipMessage.parse(message.bytes().clone()), flow);
      } catch (MalformedMessageException e) {
        throw new AssertionError(e);
      }
    }

    void call() {
      placed++;
      String uri = "sip:user@" + other.address.getAddress().getHostAddress() + ":5060";
      Flow flow = new Flow(TransportProtocol.UDP, address, other.address, Flow.NO_CONNECTION);
      byte @Nullable [] offer = random.nextInt(4) == 0 ? null : Stage.OFFER;
      Dialog dialog =
          stack
              .dialogs()
              .invite(
                  new OutgoingInvite(
                      uri, flow, "<sip:user@here>", "<" + uri + ">", offer, List.of()));
      begun.add(dialog);
      later(random.nextInt(90_000), () -> hangUp(dialog));
    }

    private void hangUp(Dialog dialog) {
      boolean tells = !dialog.isEstablished() && dialog.weCall();
      if (!dialog.isEnded() && !tells) {
        end(dialog, "hung up");
      }
      dialog.hangUp(null);
    }

    private void end(Dialog dialog, String how) {
      assertThat(ends.put(dialog, how)).as("the end before " + how).isNull();
    }

    private void hear(SipEvent event) {
      Dialog dialog = event.dialog();
      assertThat(ends).as(event.toString()).doesNotContainKey(dialog);
      switch (event) {
        case SipEvent.IncomingCall _ -> rings(dialog);
        case SipEvent.Cancelled _ -> end(dialog, "cancelled");
        case SipEvent.Refused _ -> end(dialog, "refused");
        case SipEvent.Ended ended -> end(dialog, ended.reason().name());
        case SipEvent.Answered _ -> {
          answered++;
          dialog.acknowledge(Stage.ANSWER);
          changesItsMind(dialog);
        }
        case SipEvent.Acknowledged _ -> changesItsMind(dialog);
        case SipEvent.Reinvited _ ->
            later(random.nextInt(3000), either(() -> accept(dialog), () -> refuse(dialog)));
        case SipEvent.ReinviteAnswered _ -> {
          changed++;
          dialog.acknowledge(Stage.ANSWER);
        }
        case SipEvent.InfoReceived info ->
            info.transaction()
                .respond(SipWriter.response(200, info.transaction().request(), null).toResponse());
        case SipEvent.Progress _, SipEvent.ReinviteAcknowledged _ -> {}
        case SipEvent.Referred _, SipEvent.ReferAnswered _, SipEvent.Notified _ -> {}
        case SipEvent.ReinviteCancelled _, SipEvent.ReinviteRefused _ -> {}
      }
    }

    private Runnable either(Runnable often, Runnable seldom) {
      return random.nextInt(4) == 0 ? seldom : often;
    }

    private static void accept(Dialog dialog) {
      dialog.acceptReinvite(Stage.ANSWER);
    }

    private static void refuse(Dialog dialog) {
      dialog.refuseReinvite(488);
    }

    private void rings(Dialog dialog) {
      begun.add(dialog);
      later(random.nextInt(1000), dialog::ring);
      Runnable answers = () -> dialog.accept(Stage.ANSWER);
      later(random.nextInt(20_000), either(answers, () -> rejects(dialog)));
      later(20_000 + random.nextInt(90_000), () -> hangUp(dialog));
    }

    private void rejects(Dialog dialog) {
      if (!dialog.isEnded()) {
        dialog.reject(486);
        end(dialog, "rejected");
      }
    }

    private void changesItsMind(Dialog dialog) {
      for (int times = random.nextInt(3); times > 0; times--) {
        later(
            random.nextInt(5000),
            () -> dialog.reinvite(random.nextInt(3) == 0 ? null : Stage.OFFER));
        later(random.nextInt(5000), () -> UserInput.of("info").accept(dialog));
      }
    }

    void checkNothingStays() {
      assertThat(ends.keySet()).as("ended").isEqualTo(begun);
      assertThat(stack.dialogs().size()).as("dialogs").isZero();
      assertThat(stack.dialogs().farewells().size()).as("farewells").isZero();
      assertThat(stack.transactions().liveTransactions()).as("transactions").isZero();
    }
  }
}
