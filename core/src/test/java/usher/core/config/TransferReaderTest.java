package usher.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransferReaderTest {
  private static ConfigResult read(String transfer) {
    String yaml =
        """
        sip: { domain: usher.test, listen: [ "udp://127.0.0.1:0" ] }
        agents: { bob: { password: x } }
        queues: { help: {} }
        entries: [ { to: help, queue: help } ]
        %s
        """
            .formatted(transfer);
    return ConfigReader.read(yaml, "usher.yaml", Path.of("."));
  }

  private static TransferConfig valid(String transfer) {
    ConfigResult result = read(transfer);
    assertThat(result).isInstanceOf(ConfigResult.Valid.class);
    return ((ConfigResult.Valid) result).config().transfer();
  }

  @Test
  void whoSaysNothingLetsNothingOut() {
    TransferConfig transfer = valid("");
    assertThat(transfer).isEqualTo(TransferConfig.DEFAULT);
    assertThat(transfer.outside()).isEmpty();
    assertThat(transfer.keepAge()).isTrue();
  }

  @Test
  void whatIsSaidCounts() {
    TransferConfig transfer =
        valid(
            """
            transfer: { keep-age: false, ring: 8s, outside: [ "sip:+4930*@192.0.2.9:5060", "sip:112@10.0.0.9" ] }
            """);
    assertThat(transfer.keepAge()).isFalse();
    assertThat(transfer.ring()).isEqualTo(Duration.ofSeconds(8));
    assertThat(transfer.outside())
        .extracting(OutsideNumber::toString)
        .containsExactly("sip:+4930*@192.0.2.9:5060", "sip:112@10.0.0.9");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "+493012, sip:+493012@192.0.2.9:5060",
        "+4930, sip:+4930@192.0.2.9:5060",
        "+4940, none",
        "004930, none",
        "+4930@evil.example, none",
        "+4930;user=phone, none",
        "+4930 12, none"
      })
  void aNumberIsCalledWhereThePatternSaysAndOnlyAsItIsDialled(
      String dialled, @Nullable String uri) {
    OutsideNumber number =
        valid("transfer: { outside: [ \"sip:+4930*@192.0.2.9:5060\" ] }").outside().getFirst();
    assertThat(number.uriOf(dialled)).isEqualTo(uri);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "outside: [ \"+4930*\" ]",
        "outside: [ \"sip:@192.0.2.9\" ]",
        "outside: [ \"sips:1@192.0.2.9\" ]",
        "outside: [ \"sip:1@host;transport=tcp\" ]",
        "ring: 6m",
        "ring: 0s",
        "keep-age: maybe",
        "everything: true"
      })
  void aMistakeIsToldWithItsPlace(String mistake) {
    assertThat(read("transfer: { " + mistake + " }"))
        .isInstanceOfSatisfying(
            ConfigResult.Invalid.class,
            invalid -> assertThat(invalid.errors().getFirst().line()).isEqualTo(5));
  }
}
