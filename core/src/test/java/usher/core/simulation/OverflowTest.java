package usher.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import usher.core.call.CallLog;
import usher.core.call.EndCause;
import usher.core.config.UsherConfig;
import usher.core.loop.AcdFigures;
import usher.core.loop.Input;
import usher.routing.explain.Explainer;
import usher.sip.transport.TransportProtocol;
import usher.softphone.Account;
import usher.softphone.CallEnd;
import usher.softphone.PhoneCall;
import usher.softphone.PhoneHost;
import usher.softphone.PhoneListener;
import usher.softphone.chance.Seed;
import usher.softphone.network.LinkQuality;
import usher.softphone.network.SimulatedHost;
import usher.softphone.network.SimulatedNetwork;

/**
 * What the overflow ladder does to a caller, from INVITE to record, with phones on virtual time.
 */
class OverflowTest {
  private static final InetSocketAddress SERVER = new InetSocketAddress("10.0.0.1", 5060);

  /** Simulations begin 20 s before the end of this span. */
  private static final String MORNING = "00:00-11:07";

  private static final Duration CLOSES_AFTER = Duration.ofSeconds(20);
  private static final String HOME = "sip:home@10.0.0.4:5060";

  /** A phone that notes what it hears and does what it is told with calls that come in. */
  private static final class Phone implements PhoneListener {
    private final List<String> heard = new ArrayList<>();
    private Duration pickUp = Duration.ofSeconds(2);
    private int refusal;
    private @Nullable PhoneCall call;
    private final SimulatedNetwork network;

    Phone(SimulatedNetwork network) {
      this.network = network;
    }

    @Override
    public void onIncomingCall(PhoneCall incoming) {
      call = incoming;
      heard.add("incoming");
      if (refusal > 0) {
        incoming.refuse(refusal);
        return;
      }
      incoming.ring();
      network.after(pickUp.toNanos(), incoming::answer);
    }

    @Override
    public void onProgress(PhoneCall of, int status) {
      heard.add("progress " + status);
    }

    @Override
    public void onEstablished(PhoneCall of) {
      heard.add("established");
    }

    @Override
    public void onEnded(PhoneCall of, CallEnd end) {
      heard.add(("ended " + end.cause() + " " + end.status()).replace(" 0", ""));
    }
  }

  /** A centre with Anna in sales, if she is there at all, Olga with the others, and a home. */
  private static final class Centre {
    private final SimulatedNetwork network = new SimulatedNetwork(new Seed(1).of("network"));
    private final List<String> sent = new ArrayList<>();
    private final SimulatedServer server;
    private final Phone caller = new Phone(network);
    private final Phone anna = new Phone(network);
    private final Phone olga = new Phone(network);
    private final Phone home = new Phone(network);
    private @Nullable PhoneCall call;
    private final PhoneHost callers;
    private final SimulatedHost callersHost;

    Centre(String sales, String overflow) {
      this(sales, overflow, "needs: { others: 1 }");
    }

    Centre(String sales, String overflow, String others) {
      network.quality(LinkQuality.GOOD);
      network.trace(sent::add);
      SimulatedHost serverHost = network.host("server", SERVER);
      server =
          new SimulatedServer(
              config(sales, overflow, others),
              serverHost,
              new Seed(1).bytes("server"),
              network.nowNs());
      callersHost = network.host("caller", new InetSocketAddress("10.0.0.2", 5060));
      callers = phones(callersHost);
      PhoneHost agents = phones(network.host("agents", new InetSocketAddress("10.0.0.3", 5060)));
      PhoneHost outside = phones(network.host("outside", new InetSocketAddress("10.0.0.4", 5060)));
      var _ = agents.phone(new Account("anna", "usher.test", "", null), anna);
      var _ = agents.phone(new Account("olga", "usher.test", "", null), olga);
      var _ = outside.phone(new Account("home", "usher.test", "", null), home);
    }

    private PhoneHost phones(SimulatedHost host) {
      return SimulatedServer.phones(network, host, new Seed(1).of(host.name()));
    }

    Centre dials(String queue) {
      var server = callersHost.flow(TransportProtocol.UDP).to(SERVER);
      call =
          callers
              .phone(new Account("caller", "usher.test", "", server), caller)
              .dial("sip:" + queue + "@usher.test");
      return this;
    }

    Centre pass(Duration time) {
      network.runFor(time.toNanos());
      return this;
    }

    void hangsUp() {
      if (call != null) {
        call.hangUp();
      }
    }

    /** Everything has come to rest, and the one call is told as its record tells it. */
    CallLog record() {
      pass(Duration.ofMinutes(2));
      server.acd().audit();
      AcdFigures figures = server.acd().figures();
      assertThat(figures.running()).as("running calls").isZero();
      assertThat(figures.faults() + figures.repairs() + figures.lost()).isZero();
      assertThat(server.media().openPorts()).as("media ports not given back").isEmpty();
      assertThat(server.records()).hasSize(1);
      return server.records().getFirst();
    }
  }

  private static UsherConfig config(String sales, String overflow, String others) {
    String yaml =
        """
        sip:
          domain: usher.test
          listen: [ "udp://10.0.0.1:5060" ]
          media-ports: 20000-29999
        data: data
        agents:
          anna: { contact: "sip:anna@10.0.0.3:5060", state: not-ready, skills: { sales: 5 } }
          olga: { contact: "sip:olga@10.0.0.3:5060", state: ready, skills: { others: 5 } }
        hours:
          mornings: { zone: UTC, open: { mon-sun: %s } }
        queues:
          sales: { needs: { sales: 1 }, %s, overflow: %s }
          others: { %s }
        entries:
          - { to: sales, queue: sales }
        """
            .formatted(MORNING, sales, overflow, others);
    return SimulatedServer.read(yaml).config();
  }

  private static Centre ready(String sales, String rung) {
    return new Centre(sales, "[ " + rung + " ]");
  }

  private static List<String> why(CallLog log) {
    return log.rungs().stream()
        .map(rung -> Explainer.rungInShort(rung.rules(), rung.decision()))
        .toList();
  }

  private static String whyGone(CallLog log) {
    CallLog.NotedLog left = Objects.requireNonNull(log.left());
    return Explainer.goneInShort(left.rules(), left.decision());
  }

  private static List<String> visits(CallLog log) {
    return log.visits().stream().map(visit -> visit.how() + " " + visit.queue()).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"at-entry", "early-media", "on-agent"})
  void aCallIsRefusedBeforeAnythingIsSentToTheCaller(String answer) {
    Centre centre =
        ready("answer: " + answer, "{ when: { ready: 0 }, do: { refuse: 486 } }").dials("sales");
    CallLog record = centre.record();
    assertThat(centre.caller.heard).containsExactly("ended REFUSED 486");
    assertThat(record.cause()).isEqualTo(EndCause.TURNED_AWAY);
    assertThat(record.visits()).isEmpty();
    assertThat(why(record))
        .containsExactly("is refused with 486: nobody is ready; rung 1, rules 1");
    assertThat(centre.server.acd().figures().offered()).isZero();
    assertThat(centre.sent)
        .filteredOn(line -> line.contains("486"))
        .anySatisfy(line ->
            assertThat(line).contains("Reason: Q.850;cause=17", "Retry-After: 60", "Warning: 399"));
  }

  @ParameterizedTest
  @CsvSource({
    "at-entry, relay",
    "early-media, relay",
    "on-agent, relay",
    "at-entry, direct",
    "early-media, direct",
    "on-agent, direct"
  })
  void aCallIsMovedAfterAWhileAndAnsweredThere(String answer, String media) {
    Centre centre =
        ready(
                "answer: %s, media: %s".formatted(answer, media),
                "{ when: { wait: 5s }, do: { move: others } }")
            .dials("sales")
            .pass(Duration.ofSeconds(4));
    assertThat(centre.olga.heard).isEmpty();
    centre.pass(Duration.ofSeconds(6));
    assertThat(centre.olga.heard).containsExactly("incoming", "established");
    centre.hangsUp();
    CallLog record = centre.record();
    assertThat(record.cause()).isEqualTo(EndCause.CALLER_HUNG_UP);
    assertThat(visits(record)).containsExactly("ENTERED sales", "MOVED others");
    assertThat(record.visits().getLast().atNs() - record.queuedNs())
        .isEqualTo(Duration.ofSeconds(5).toNanos());
    assertThat(why(record)).containsExactly("moves to others: had waited 5 s; rung 1, rules 1");
    assertThat(record.answeredBy()).isNotNull();
  }

  @Test
  void twoRungsThatFireTogetherInTwoQueuesAreRecordedEachWithItsOwnReason() {
    Centre centre =
        new Centre(
            "max-wait: 1h",
            "[ { when: { wait: 5s }, do: { move: others } } ]",
            "needs: { sales: 1 }, overflow: [ { when: { ready: 0 }, do: { raise-points: 3 } } ],"
                + " max-wait: 20s");
    CallLog record = centre.dials("sales").pass(Duration.ofSeconds(30)).record();
    assertThat(why(record))
        .containsExactly(
            "moves to others: had waited 5 s; rung 1, rules 1",
            "gets 3 points: nobody is ready; rung 1, rules 1");
    assertThat(record.cause()).isEqualTo(EndCause.TIMED_OUT);
    assertThat(whyGone(record))
        .isEqualTo(
            "had waited 20 s, and 20 s is the longest wait of others: place 1, 1 staffed agent"
                + " could serve it; rules 1");
  }

  @Test
  void aCallerWhoHangsUpIsRecordedWithHisPlaceAndWhoRang() {
    Centre centre = ready("answer: on-agent", "{ when: { wait: 3s }, do: { add-queue: others } }");
    centre.dials("sales").pass(Duration.ofSeconds(4)).hangsUp();
    assertThat(whyGone(centre.record()))
        .isEqualTo("the caller left after 4 s: olga's phone rang; rules 1");
  }

  @Test
  void aCallWaitsInOneMoreQueueAndIsAnsweredThere() {
    Centre centre =
        ready("ring: 15s", "{ when: { wait: 3s }, do: { add-queue: others } }")
            .dials("sales")
            .pass(Duration.ofSeconds(8));
    centre.hangsUp();
    CallLog record = centre.record();
    assertThat(visits(record)).containsExactly("ENTERED sales", "ADDED others");
    assertThat(record.cause()).isEqualTo(EndCause.CALLER_HUNG_UP);
  }

  @ParameterizedTest
  @CsvSource({
    "at-entry, relay",
    "early-media, relay",
    "on-agent, relay",
    "at-entry, direct",
    "early-media, direct",
    "on-agent, direct"
  })
  void aCallIsSentOutsideAndAnsweredThere(String answer, String media) {
    Centre centre = outside("answer: %s, media: %s".formatted(answer, media)).dials("sales");
    centre.pass(Duration.ofSeconds(10));
    assertThat(centre.home.heard).containsExactly("incoming", "established");
    assertThat(centre.caller.heard).contains("established");
    assertThat(centre.server.acd().figures().running()).isOne();
    centre.hangsUp();
    CallLog record = centre.record();
    assertThat(centre.home.heard).endsWith("ended PEER_HUNG_UP");
    assertThat(record.cause()).isEqualTo(EndCause.CALLER_HUNG_UP);
    assertThat(record.answeredBy()).isNull();
    assertThat(record.connectedNs()).isGreaterThanOrEqualTo(record.answeredNs());
    assertThat(record.legs()).hasSize(2);
    assertThat(record.outside())
        .singleElement()
        .satisfies(at -> {
          assertThat(at.target()).isEqualTo(HOME);
          assertThat(at.answered()).isTrue();
        });
    assertThat(centre.server.acd().figures().flowedOut()).isOne();
  }

  private static Centre outside(String sales) {
    return ready(
        sales, "{ when: { ready: 0 }, do: { external: \"%s\", ring: 5s } }".formatted(HOME));
  }

  @Test
  void whoIsCalledOutsideMayHangUpFirst() {
    Centre centre = outside("answer: at-entry").dials("sales").pass(Duration.ofSeconds(10));
    Objects.requireNonNull(centre.home.call).hangUp();
    assertThat(centre.record().cause()).isEqualTo(EndCause.OUTSIDE_HUNG_UP);
    assertThat(centre.caller.heard).endsWith("ended PEER_HUNG_UP");
  }

  @Test
  void aCallerWhoGivesUpWhileItRingsOutsideHasAbandoned() {
    Centre centre = outside("answer: on-agent").dials("sales").pass(Duration.ofSeconds(1));
    centre.hangsUp();
    assertThat(centre.record().cause()).isEqualTo(EndCause.ABANDONED);
    assertThat(centre.home.heard).containsExactly("incoming", "ended CANCELLED");
  }

  @ParameterizedTest
  @ValueSource(ints = {486, 503, 603})
  void theNextRungFollowsAtOnceWhenTheyRefuseOutside(int status) {
    Centre centre =
        new Centre(
            "answer: at-entry",
            """
            [ { when: { ready: 0 }, do: { external: "%s" } },
                { when: { ready: 0 }, do: { move: others } } ]\
            """
                .formatted(HOME));
    centre.home.refusal = status;
    centre.dials("sales").pass(Duration.ofSeconds(5));
    assertThat(centre.olga.heard).containsExactly("incoming", "established");
    centre.hangsUp();
    CallLog record = centre.record();
    assertThat(record.outside())
        .singleElement()
        .satisfies(at -> {
          assertThat(at.answered()).isFalse();
          assertThat(at.status()).isEqualTo(status);
        });
    assertThat(visits(record)).containsExactly("ENTERED sales", "MOVED others");
  }

  @Test
  void aPhoneOutsideThatRingsTooLongIsGivenUpAndTheCallWaitsOn() {
    Centre centre =
        ready(
            "answer: on-agent, max-wait: 12s",
            "{ when: { ready: 0 }, do: { external: \"%s\", ring: 5s } }".formatted(HOME));
    centre.home.pickUp = Duration.ofSeconds(30);
    centre.dials("sales").pass(Duration.ofSeconds(6));
    assertThat(centre.home.heard).containsExactly("incoming", "ended CANCELLED");
    assertThat(centre.server.acd().figures().waiting()).isOne();
    CallLog record = centre.record();
    assertThat(record.cause()).isEqualTo(EndCause.TIMED_OUT);
    assertThat(centre.caller.heard).endsWith("ended REFUSED 480");
  }

  @Test
  void aPhoneOutsideThatIsNotThereCostsNothingButTime() {
    Centre centre =
        new Centre(
            "answer: at-entry",
            """
            [ { when: { ready: 0 }, do: { external: "sip:nobody@10.9.9.9:5060", ring: 3s } },
                { when: { wait: 1s }, do: { move: others } } ]\
            """);
    centre.dials("sales").pass(Duration.ofSeconds(10));
    assertThat(centre.olga.heard).containsExactly("incoming", "established");
    centre.hangsUp();
    assertThat(centre.record().cause()).isEqualTo(EndCause.CALLER_HUNG_UP);
  }

  @ParameterizedTest
  @CsvSource({"at-entry, ended PEER_HUNG_UP", "early-media, ended REFUSED 480"})
  void aCallIsSaidGoodbyeTo(String answer, String end) {
    Centre centre =
        ready("answer: " + answer, "{ when: { wait: 5s }, do: { goodbye: 480 } }").dials("sales");
    CallLog record = centre.record();
    assertThat(record.cause()).isEqualTo(EndCause.SAID_GOODBYE);
    assertThat(record.endedNs() - record.queuedNs()).isEqualTo(Duration.ofSeconds(5).toNanos());
    assertThat(centre.caller.heard).endsWith(end);
  }

  @Test
  void outsideOfItsHoursAQueueSendsItsCallsElsewhereAlsoThoseThatWaitAlready() {
    Centre centre =
        ready("hours: mornings", "{ when: { hours: closed }, do: { move: others } }")
            .dials("sales");
    centre.pass(CLOSES_AFTER.minusSeconds(1));
    assertThat(centre.olga.heard).isEmpty();
    centre.pass(Duration.ofSeconds(10));
    assertThat(centre.olga.heard).containsExactly("incoming", "established");
    centre.hangsUp();
    assertThat(visits(centre.record())).containsExactly("ENTERED sales", "MOVED others");
  }

  @Test
  void stoppingTheServerEndsACallThatTalksOutside() {
    Centre centre = outside("answer: at-entry").dials("sales").pass(Duration.ofSeconds(10));
    centre.server.acd().on(new Input.StopCalls());
    assertThat(centre.record().cause()).isEqualTo(EndCause.SERVER_STOPPED);
    assertThat(centre.home.heard).endsWith("ended PEER_HUNG_UP");
  }
}
