package usher.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import usher.sip.message.Header;

/** RFC 6086: what an INFO is about says its package, or its type where it has none. */
class InfoTest {
  private final CallToUs call = new CallToUs();
  private final Stage stage = call.stage;
  private final FarEnd far = call.far;

  @Test
  void oneOfAPackageThatNobodyAskedForIsRefusedWithThoseThatAreTaken() {
    call.confirmed();
    stage.forget();
    far.requests("INFO", ++far.cseq, writer -> writer.header(Header.INFO_PACKAGE, "g.3gpp.x"));

    assertThat(stage.sends()).containsExactly("469 INFO");
    assertThat(stage.lastResponse().headers(Header.RECV_INFO)).containsExactly("");
    assertThat(stage.tells()).isEmpty();
    assertThat(stage.dialog().isEstablished()).isTrue();
  }

  @Test
  void oneWithoutAPackageIsTheUsers() {
    call.confirmed();
    far.requests("INFO");

    assertThat(stage.tells()).endsWith("InfoReceived");
  }
}
