package usher.softphone.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import usher.sip.transaction.Timers;
import usher.sip.transport.TransportProtocol;
import usher.softphone.chance.Seed;
import usher.softphone.fleet.Names;
import usher.softphone.fleet.Passwords;

/** Ten agents and what a registrar says to them. */
class BulkRegistrationTest {
  private static final int AGENTS = 10;

  private final Timers timers = new Timers(0);
  private final List<Received> registers = new ArrayList<>();
  private final BulkAgents agents;
  private String refusal = "";
  private boolean silent;
  private int granted = 100;
  private int least;

  BulkRegistrationTest() {
    Line line =
        new Line(
            this::registrar,
            TransportProtocol.UDP,
            timers,
            timers::nowNs,
            "127.0.0.2",
            6200,
            4000,
            "run");
    BulkAgentsPlan plan =
        BulkAgentsPlan.of(Names.of("a"), AGENTS, "usher.test")
            .registering(
                new BulkAgentsPlan.Registering(
                    Passwords.rule("secret"), Duration.ofMinutes(10), 5));
    agents = new BulkAgents(List.of(line), plan, new Seed(1), new CallBook());
  }

  /** Challenges whoever brings no credentials. */
  private void registrar(String text) {
    Received request = Objects.requireNonNull(Received.read(text));
    registers.add(request);
    if (!silent) {
      timers.schedule(1_000_000, () -> agents.received(answer(request)));
    }
  }

  private Received answer(Received request) {
    boolean proven = request.text().contains("\r\nAuthorization: Digest username=\"a0");
    String challenge =
        "WWW-Authenticate: Digest realm=\"usher.test\", nonce=\"n\", qop=\"auth\","
            + " algorithm=SHA-256\r\n";
    String text;
    if (least > 0 && request.text().contains(";expires=600\r\n")) {
      text = Texts.response(request, "423 Brief", "t", "Min-Expires: " + least + "\r\n", "");
    } else if (!refusal.isEmpty()) {
      text = Texts.response(request, refusal, "t", "", "");
    } else if (proven) {
      text = Texts.response(request, "200 OK", "t", "Expires: " + granted + "\r\n", "");
    } else {
      text = Texts.response(request, "401 Unauthorized", "t", challenge, "");
    }
    return Objects.requireNonNull(Received.read(text));
  }

  private void run(Duration length) {
    timers.advance(timers.nowNs() + length.toNanos());
  }

  @Test
  void theyRegisterAtTheirPaceAndProveThemselvesOnce() {
    run(Duration.ofMillis(990));
    assertThat(agents.registered()).isEqualTo(5);
    run(Duration.ofSeconds(2));
    assertThat(agents.registered()).isEqualTo(AGENTS);
    assertThat(registers).hasSize(2 * AGENTS);

    run(Duration.ofSeconds(90));
    assertThat(registers).as("each refreshed once, with the nonce it has").hasSize(3 * AGENTS);
    assertThat(agents.registrationFailures()).isEmpty();
    assertThat(agents.registrationUs().getTotalCount()).isEqualTo(2 * AGENTS);
    assertThat(agents.registrationUs().getMaxValue()).isEqualTo(2_000);
  }

  @Test
  void aStormIsAllOfThemOnceMoreWithinItsTime() {
    run(Duration.ofSeconds(3));
    registers.clear();
    agents.registerAgain(Duration.ofSeconds(1).toNanos());
    run(Duration.ofSeconds(1));
    assertThat(registers).hasSize(AGENTS);
    assertThat(registers).allMatch(register -> register.text().contains("nc=00000002"));
  }

  @Test
  void aRefusalIsCountedAndTriedAgain() {
    refusal = "503 Service Unavailable";
    run(Duration.ofSeconds(3));
    assertThat(agents.registered()).isZero();
    assertThat(agents.registrationFailures()).containsEntry(503, (long) AGENTS);
    refusal = "";
    run(Duration.ofSeconds(6));
    assertThat(agents.registered()).isEqualTo(AGENTS);
  }

  @Test
  void whoAsksForTooShortATimeAsksForALongerOneAndStaysWithIt() {
    least = 900;
    granted = 1_000;
    run(Duration.ofSeconds(3));
    assertThat(agents.registered()).isEqualTo(AGENTS);
    assertThat(agents.registrationFailures()).isEmpty();
    assertThat(registers).as("too brief, without credentials, with them").hasSize(3 * AGENTS);
    registers.clear();
    run(Duration.ofSeconds(697));
    assertThat(registers).as("70 % of what was granted are not over").isEmpty();
    run(Duration.ofSeconds(205));
    assertThat(registers)
        .hasSize(AGENTS)
        .allMatch(register -> register.text().contains(";expires=900\r\n"));
  }

  @Test
  void aRegistrarThatWantsNoLongerTimeThanItWasAskedForIsNotBelieved() {
    least = 600;
    run(Duration.ofSeconds(3));
    assertThat(agents.registered()).isZero();
    assertThat(agents.registrationFailures()).containsEntry(423, (long) AGENTS);
  }

  /** So a server finds out that a phone is there again which was silent for a while. */
  @Test
  void aPhoneThatIsAskedWhetherItIsThereAnswers() {
    String options =
        Texts.request("OPTIONS", "sip:a00003@h", "Via: v\r\n", "f", "t", "c", 1, "", "");
    assertThat(agents.received(Objects.requireNonNull(Received.read(options)))).isTrue();
    assertThat(registers).extracting(Received::text).last().asString().startsWith("SIP/2.0 200 OK");
    String stranger = options.replace("a00003", "b00003");
    assertThat(agents.received(Objects.requireNonNull(Received.read(stranger)))).isFalse();
  }

  @Test
  void whoStopsWhileHeRegistersTakesItBackAfterwards() {
    run(Duration.ofSeconds(3));
    agents.registerAgain(0);
    timers.advance(timers.nowNs() + 500_000);
    agents.stop();
    run(Duration.ofSeconds(1));
    assertThat(agents.registered()).isZero();
    assertThat(agents.isQuiet()).isTrue();
    assertThat(registers.subList(registers.size() - AGENTS, registers.size()))
        .allMatch(register -> register.text().contains(";expires=0\r\n"));
  }

  @Test
  void aRegistrarThatIsSilentIsAskedElevenTimes() {
    silent = true;
    run(Duration.ofSeconds(34));
    assertThat(registers.stream().filter(each -> each.text().contains("r-a00001-"))).hasSize(11);
    assertThat(agents.registrationFailures()).containsEntry(408, (long) AGENTS);
  }

  @Test
  void whoStopsTakesHisRegistrationBack() {
    run(Duration.ofSeconds(3));
    agents.stop();
    run(Duration.ofSeconds(1));
    assertThat(agents.registered()).isZero();
    assertThat(agents.isQuiet()).isTrue();
    assertThat(registers.getLast().text()).contains(";expires=0\r\n");
  }
}
