package usher.sip.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestFieldsTest {
  private static DigestFields parsed(String text) {
    return Objects.requireNonNull(DigestFields.parse(text));
  }

  @Test
  void quotesAndEscapesAreRemovedAndNothingElseIsChanged() {
    DigestFields fields =
        parsed(
            "digest  Username=\"a \\\"b\\\" \\\\, c\" ,uri=\"sip:X%41;Lr\",nc=00000001 ,"
                + " opaque=\"\"");
    assertThat(fields.get("username")).isEqualTo("a \"b\" \\, c");
    assertThat(fields.get("uri")).isEqualTo("sip:X%41;Lr");
    assertThat(fields.get("nc")).isEqualTo("00000001");
    assertThat(fields.get("opaque")).isEmpty();
    assertThat(fields.get("cnonce")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Digest",
        "Digest ",
        "Basic YTpi",
        "Digestive a=b",
        "Digest a",
        "Digest a=\"b",
        "Digest a=b c=d",
        "Digest a=b,",
        "Digest =b",
        "Digest a=b,A=c",
        "NoOneKnowsThisScheme opaque-data=here"
      })
  void whatIsNoListOfFieldsIsNothing(String text) {
    assertThat(DigestFields.parse(text)).isNull();
  }
}
