package usher.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.joran.spi.JoranException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class OneLineTest {

  @Test
  void aForgedLineStaysInTheLineOfItsMessage() {
    assertThat(OneLine.escape("Bob\r\n2026-11-22 ERROR all is lost"))
        .isEqualTo("Bob\\r\\n2026-11-22 ERROR all is lost");
  }

  @Test
  void whatCannotBeSeenIsWrittenOut() {
    assertThat(OneLine.escape("\u001b[2J\u202eboB\u0000\u2028\t"))
        .isEqualTo("\\u001b[2J\\u202eboB\\u0000\\u2028\\t");
    assertThat(OneLine.escape("Jürgen 李 😀")).isEqualTo("Jürgen 李 😀");
  }

  @Property(seed = "1")
  void anyTextIsOneVisibleLine(@ForAll String text) {
    assertThat(OneLine.escape(text).codePoints())
        .noneMatch(Character::isISOControl)
        .noneMatch(c -> Character.getType(c) == Character.FORMAT);
  }

  @Test
  void theServersLogGoesToStderrAStackTraceIncludedInOneLine() throws JoranException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream oldOut = System.out;
    PrintStream oldErr = System.err;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      LoggerContext context = new LoggerContext();
      context.setMDCAdapter(new LogbackMDCAdapter());
      JoranConfigurator configurator = new JoranConfigurator();
      configurator.setContext(context);
      configurator.doConfigure(OneLineTest.class.getResource("/logback.xml"));
      context.getLogger("usher.core.Server").info("caller {}", "x\ny");
      context.getLogger("usher.core.Server").error("failed", new IllegalStateException("a\nb"));
      context.getLogger("usher.core.Server").debug("not told");
      context.stop();
    } finally {
      System.setOut(oldOut);
      System.setErr(oldErr);
    }

    String time = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";
    assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .satisfiesExactly(
            line -> assertThat(line).matches(time + " INFO  Server \\[main\\] caller x\\\\ny"),
            line ->
                assertThat(line)
                    .matches(
                        time
                            + " ERROR Server \\[main\\] failed java.lang.IllegalStateException: "
                            + "a\\\\nb\\\\n\\\\tat .*"));
  }
}
