package usher.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import usher.routing.agent.Intent;
import usher.routing.offer.OfferOutcome;
import usher.routing.plan.QueueSpec;
import usher.routing.plan.WrapUpMode;

/**
 * Every event in every state of an agent. A state is written intent/work: O(ut), R(eady), N(ot
 * ready); a wish that waits follows as {@code >N}. A dot says that nothing changes. The agent is
 * alone with at most one call, so an offer that fails is not made again before the pause is over.
 */
class AgentTableTest {
  private static final String TABLE =
      """
                   | OUT          | IDLE          | AWAY         | RESERVED      | RINGING       | CONNECTING      | TALKING      | HELD         | CONSULT      | WRAPUP          | EXTERNAL       | UNREACHABLE    | LEAVING
      login        | R/IDLE       | .             | .            | .             | .             | .               | .            | .            | .            | .               | .              | .              | R/TALKING
      logout       | .            | O/IDLE        | O/IDLE       | O/IDLE        | O/IDLE        | R/TALKING>O     | R/TALKING>O  | R/HELD>O     | R/CONSULT>O  | R/WRAPUP>O      | R/EXTERNAL>O   | O/IDLE         | .
      ready        | .            | .             | R/IDLE       | .             | .             | .               | .            | .            | .            | .               | .              | .              | R/TALKING
      notReady     | .            | N/IDLE        | .            | N/IDLE        | N/IDLE        | R/TALKING>N     | R/TALKING>N  | R/HELD>N     | R/CONSULT>N  | R/WRAPUP>N      | R/EXTERNAL>N   | N/UNREACHABLE  | R/TALKING>N
      reachable    | .            | .             | .            | .             | .             | .               | .            | .            | .            | .               | .              | R/IDLE         | .
      unreachable  | .            | R/UNREACHABLE | N/UNREACHABLE| .             | .             | .               | .            | .            | .            | .               | .              | .              | .
      external on  | .            | R/EXTERNAL    | N/EXTERNAL   | .             | .             | .               | .            | .            | .            | .               | .              | .              | .
      external off | .            | .             | .            | .             | .             | .               | .            | .            | .            | .               | R/IDLE         | .              | .
      ringing      | .            | .             | .            | R/RINGING     | .             | .               | .            | .            | .            | .               | .              | .              | .
      accepted     | .            | .             | .            | R/TALKING     | R/TALKING     | .               | .            | .            | .            | .               | .              | .              | .
      connected    | .            | .             | .            | .             | .             | R/TALKING       | .            | .            | .            | .               | .              | .              | .
      timeout      | .            | .             | .            | R/IDLE        | R/IDLE        | .               | .            | .            | .            | R/IDLE          | .              | .              | .
      declined     | .            | .             | .            | R/IDLE        | R/IDLE        | R/IDLE          | .            | .            | .            | .               | .              | .              | .
      busy         | .            | .             | .            | R/IDLE        | R/IDLE        | R/IDLE          | .            | .            | .            | .               | .              | .              | .
      gone         | .            | .             | .            | R/UNREACHABLE | R/UNREACHABLE | R/UNREACHABLE   | .            | .            | .            | .               | .              | .              | .
      withdrawn    | .            | .             | .            | R/IDLE        | R/IDLE        | R/IDLE          | .            | .            | .            | .               | .              | .              | .
      recovery     | .            | .             | .            | R/IDLE        | R/IDLE        | R/IDLE          | .            | .            | .            | .               | .              | .              | .
      dropped      | .            | .             | .            | R/IDLE        | R/IDLE        | R/IDLE          | .            | .            | .            | .               | .              | .              | .
      abandon      | .            | .             | .            | R/IDLE        | R/IDLE        | R/IDLE          | .            | .            | .            | .               | .              | .              | .
      held         | .            | .             | .            | .             | .             | R/HELD          | R/HELD       | .            | R/HELD       | .               | .              | .              | R/HELD>O
      consulting   | .            | .             | .            | .             | .             | R/CONSULT       | R/CONSULT    | R/CONSULT    | .            | .               | .              | .              | R/CONSULT>O
      retrieved    | .            | .             | .            | .             | .             | .               | .            | R/TALKING    | R/TALKING    | .               | .              | .              | .
      released     | .            | .             | .            | .             | .             | R/IDLE          | R/WRAPUP     | R/WRAPUP     | R/WRAPUP     | .               | .              | .              | R/WRAPUP>O
      wrapUpDone   | .            | .             | .            | .             | .             | .               | .            | .            | .            | R/IDLE          | .              | .              | .
      """;

  @TestFactory
  List<DynamicTest> everyEventInEveryState() {
    List<String> lines = TABLE.lines().toList();
    List<String> states = cells(lines.getFirst());
    List<DynamicTest> tests = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      List<String> row = cells(line);
      for (int column = 1; column < states.size(); column++) {
        String state = states.get(column);
        String event = row.getFirst();
        String expected = row.get(column);
        tests.add(
            DynamicTest.dynamicTest(event + " in " + state, () -> check(state, event, expected)));
      }
    }
    return tests;
  }

  private static List<String> cells(String line) {
    return Arrays.stream(line.split("\\|")).map(String::trim).toList();
  }

  private static void check(String state, String event, String expected) {
    Scene scene = new Scene(state);
    String before = scene.describe();
    scene.happen(event);
    scene.centre.router.audit();
    assertThat(scene.describe()).isEqualTo(expected.equals(".") ? before : expected);
  }

  /** One agent brought to a state, with the offer and the call that led there. */
  private static final class Scene {
    final Centre centre =
        Centre.of(
            Centre.agents("alice"),
            QueueSpec.named("sales").wrapUp(WrapUpMode.TIMEBOXED, Duration.ofSeconds(15)).build());
    private final Router router = centre.router;
    private long call = Router.NONE;
    private long offer = Router.NONE;

    Scene(String state) {
      if (!state.equals("OUT")) {
        centre.atWork("alice");
      } else {
        router.reachable(0, centre.now());
      }
      switch (state) {
        case "OUT", "IDLE" -> {}
        case "AWAY" -> router.notReady(0, 1, centre.now());
        case "EXTERNAL" -> router.external(0, true, centre.now());
        case "UNREACHABLE" -> router.unreachable(0, centre.now());
        default -> bringIntoOffer(state);
      }
    }

    private void bringIntoOffer(String state) {
      call = centre.call();
      offer = centre.offer("alice");
      switch (state) {
        case "RESERVED" -> {}
        case "RINGING" -> router.ringing(offer, centre.now());
        case "CONNECTING" -> router.accepted(offer, centre.now());
        default -> bringIntoCall(state);
      }
    }

    private void bringIntoCall(String state) {
      centre.answers("alice");
      switch (state) {
        case "TALKING" -> {}
        case "HELD" -> router.held(0, centre.now());
        case "CONSULT" -> router.consulting(0, centre.now());
        case "WRAPUP" -> router.released(0, centre.now());
        case "LEAVING" -> router.logout(0, centre.now());
        default -> throw new IllegalArgumentException(state);
      }
    }

    void happen(String event) {
      long now = centre.now();
      switch (event) {
        case "login" -> router.login(0, now);
        case "logout" -> router.logout(0, now);
        case "ready" -> router.ready(0, now);
        case "notReady" -> router.notReady(0, 1, now);
        case "reachable" -> router.reachable(0, now);
        case "unreachable" -> router.unreachable(0, now);
        case "external on" -> router.external(0, true, now);
        case "external off" -> router.external(0, false, now);
        case "ringing" -> router.ringing(offer, now);
        case "accepted" -> router.accepted(offer, now);
        case "connected" -> router.connected(offer, now);
        case "timeout" -> router.tick(now + 15 * Centre.SECOND);
        case "abandon" -> router.abandon(call, now);
        case "held" -> router.held(0, now);
        case "consulting" -> router.consulting(0, now);
        case "retrieved" -> router.retrieved(0, now);
        case "released" -> router.released(0, now);
        case "wrapUpDone" -> router.wrapUpDone(0, now);
        default -> router.offerFailed(offer, outcome(event), now);
      }
    }

    private static OfferOutcome outcome(String event) {
      return switch (event) {
        case "declined" -> OfferOutcome.DECLINED;
        case "busy" -> OfferOutcome.BUSY;
        case "gone" -> OfferOutcome.UNREACHABLE;
        case "withdrawn" -> OfferOutcome.WITHDRAWN;
        case "recovery" -> OfferOutcome.RECOVERY;
        case "dropped" -> OfferOutcome.PREBRIDGE_DROP;
        default -> throw new IllegalArgumentException(event);
      };
    }

    String describe() {
      Intent wish = router.nextIntent(0);
      return letter(router.intent(0))
          + "/"
          + router.work(0)
          + (wish == null ? "" : ">" + letter(wish));
    }

    private static String letter(Intent intent) {
      return switch (intent) {
        case LOGGED_OUT -> "O";
        case READY -> "R";
        case NOT_READY -> "N";
      };
    }
  }

  @TestFactory
  List<DynamicTest> aFlagThatIsSetAtWorkShowsWhenTheWorkEnds() {
    List<DynamicTest> tests = new ArrayList<>();
    for (String state :
        List.of("RESERVED", "RINGING", "CONNECTING", "TALKING", "HELD", "CONSULT")) {
      tests.add(shows(state, "R/UNREACHABLE", s -> s.happen("unreachable")));
      tests.add(shows(state, "R/EXTERNAL", s -> s.happen("external on")));
    }
    return tests;
  }

  private static DynamicTest shows(String state, String expected, Consumer<Scene> flag) {
    return DynamicTest.dynamicTest(
        state + " " + expected,
        () -> {
          Scene scene = new Scene(state);
          flag.accept(scene);
          scene.happen("abandon");
          scene.happen("released");
          scene.happen("wrapUpDone");
          assertThat(scene.describe()).isEqualTo(expected);
        });
  }
}
