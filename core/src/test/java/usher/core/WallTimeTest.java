package usher.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Times as the wall's clock shows them, on days when it is changed, too. */
class WallTimeTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static final String RULES =
      """
      sip: { domain: usher.test, listen: [ "udp://127.0.0.1:0" ] }
      zone: Europe/Berlin
      agents: { alice: { password: x } }
      hours: { late: { open: { sat: 22:00-02:15 } } }
      queues: { sales: {} }
      entries: [ { to: sales, queue: sales, hours: late, closed: { refuse: 480 } } ]
      """;

  @TempDir private Path directory;

  @Test
  void aTimeThatComesOnceIsNotDoubted() {
    assertThat(instant("2026-11-23T09:00")).isEqualTo("2026-11-23T08:00:00Z");
    assertThat(doubt("2026-11-23T09:00")).isEmpty();
  }

  @Test
  void ofTheHourThatComesTwiceTheFirstIsTakenAndTheOtherIsNamed() {
    assertThat(instant("2026-10-25T02:30")).isEqualTo("2026-10-25T00:30:00Z");
    assertThat(doubt("2026-10-25T02:30"))
        .isEqualTo(
            "clocks in Europe/Berlin show 2026-10-25T02:30 twice:"
                + " taken for the first, not for 2026-10-25T02:30+01:00");
    assertThat(instant("2026-10-25T02:30+01:00")).isEqualTo("2026-10-25T01:30:00Z");
    assertThat(doubt("2026-10-25T02:30+01:00")).isEmpty();
  }

  @Test
  void aTimeThatNeverComesIsSaidToBeAnother() {
    assertThat(instant("2027-03-28T02:30")).isEqualTo("2027-03-28T01:30:00Z");
    assertThat(doubt("2027-03-28T02:30"))
        .isEqualTo(
            "clocks in Europe/Berlin never show 2027-03-28T02:30: taken for 2027-03-28T03:30");
  }

  @Test
  void whatIsNoTimeIsRefused() {
    assertThatThrownBy(() -> read("tomorrow"))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("such as 2026-11-23T09:00");
  }

  @Test
  void aTrialInTheHourThatComesTwiceSaysWhichIsMeant() throws Exception {
    assertThat(trial("2026-10-25T02:10")).contains("taken for the first", "queue sales");
    assertThat(trial("2026-10-25T02:20")).contains("refused with 480, because the way to sales");
    assertThat(trial("2026-10-25T02:10+01:00")).doesNotContain("taken for").contains("queue sales");
  }

  private String trial(String at) throws Exception {
    Path file = Files.writeString(directory.resolve("f.yaml"), RULES);
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out, true);
    CommandLine command = new CommandLine(new RulesCommand(writer, writer));
    assertThat(command.execute("try", file.toString(), "--to", "sales", "--at", at)).isZero();
    return out.toString();
  }

  private static WallTime read(String text) {
    return new WallTime.Reader().convert(text);
  }

  private static String instant(String text) {
    return read(text).in(BERLIN).toInstant().toString();
  }

  private static String doubt(String text) {
    ZonedDateTime meant = read(text).in(BERLIN);
    return read(text).doubt(meant).orElse("");
  }
}
