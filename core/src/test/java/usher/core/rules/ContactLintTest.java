package usher.core.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses that are right by themselves, and that no listener leads to. */
class ContactLintTest {
  private static final String WHY = ": sip.listen has no listener of its transport and family";

  private static List<String> lint(String contact, String outside) {
    return RuleLint.check(Rules.read(text(contact, outside))).stream()
        .map(Finding::toString)
        .toList();
  }

  private static String text(String contact, String outside) {
    return """
    sip: { domain: usher.test, listen: [ "udp://127.0.0.1:0", "tcp://127.0.0.1:0" ] }
    agents:
      alice: { password: x }
      desk: { contact: "%s" }
    queues:
      sales: { overflow: [ { when: { wait: 60s }, do: { external: "%s" } } ] }
    entries: [ { to: sales, queue: sales } ]
    """
        .formatted(contact, outside);
  }

  private static final String REACHED = "sip:desk@127.0.0.1:5071;transport=tcp";

  @Test
  void whatIsReachedIsNotSpokenOf() {
    assertThat(lint(REACHED, "sip:night@192.0.2.7")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sip:desk@127.0.0.1:5061;transport=tls", "sip:desk@[2001:db8::1]"})
  void anAgentOrAPlaceOutsideToWhichNoListenerLeads(String uri) {
    assertThat(lint(uri, uri))
        .containsExactly(
            "f:4:3: warning: agent desk cannot reach " + uri + WHY,
            "f:6:3: warning: queue sales cannot reach " + uri + WHY);
  }

  @Test
  void aNameLeadsWhereNameServersSay() {
    String named = "sip:desk@desk.usher.test";
    assertThat(lint(named, named)).isEmpty();
  }

  @Test
  void aNumberNeedsATrunk() {
    assertThat(lint(REACHED, "tel:+4930123"))
        .containsExactly(
            "f:6:3: warning: queue sales cannot reach tel:+4930123: no trunk has a target");
  }
}
