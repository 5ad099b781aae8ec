package usher.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3891 6.1, and the form of it in a Refer-To. */
class ReplacesTest {
  @Test
  void isReadWithItsTagsInAnyOrder() {
    Replaces expected = new Replaces("425928@bobster.example.org", "7743", "6472", false);
    assertThat(Replaces.of("425928@bobster.example.org;to-tag=7743;from-tag=6472"))
        .isEqualTo(expected);
    assertThat(Replaces.of("425928@bobster.example.org ; from-tag = 6472;x;TO-TAG=7743"))
        .isEqualTo(expected);
    assertThat(Replaces.of("a@b;to-tag=1;from-tag=2;early-only"))
        .isEqualTo(new Replaces("a@b", "1", "2", true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a@b", "a@b;to-tag=1", "a@b;from-tag=1", ";to-tag=1;from-tag=2"})
  void namesNoDialogWithoutBothTagsAndACallId(String value) {
    assertThat(Replaces.of(value)).isNull();
  }

  @Test
  void travelsEscapedInAUri() {
    Replaces replaces = new Replaces("12+3@10.0.0.1", "a b", "c;d", true);
    assertThat(Replaces.ofEscaped("12+3%4010.0.0.1%3Bto-tag%3D1%3bfrom-tag=2"))
        .isEqualTo(new Replaces("12+3@10.0.0.1", "1", "2", false));
    assertThat(Replaces.ofEscaped("%zz")).isNull();
    assertThat(replaces.escaped()).doesNotContain(" ", "@", ";", "=");
  }
}
