package usher.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import usher.core.entry.BusinessHours;
import usher.core.entry.Closure;
import usher.core.entry.NumberPattern;
import usher.core.entry.OpenSpan;

class EntryReaderTest {

  private static final String HEAD =
      """
      sip: { domain: usher.test, listen: [ "udp://127.0.0.1:0" ] }
      zone: Europe/Berlin
      agents: { alice: { password: x, skills: { sales: 9 } } }
      hours: { office: { open: { mon-fri: 08:00-18:00 } } }
      queues: { sales: { variants: { gold: sales } }, night: {} }
      entries:
        - { %s }
        - { to: sales, queue: sales }
      """;

  @Test
  void everythingAboutAnEntryIsHeard() {
    EntryConfig entry =
        entry(
            """
            to: [ "+4930*", shop ], from: "+49*", when: 'header("X-Vip") == "1"', hours: office, queue: sales,
                closed: { queue: night }, holiday: { refuse: 480 }, variant: gold, priority: vip, points: 5,
                credit: 30s, attributes: { brand: acme }, prefer: [ alice ], patience: 20s\
            """);

    assertThat(entry.to())
        .containsExactly(new NumberPattern("+4930", true), new NumberPattern("shop", false));
    assertThat(entry.from()).containsExactly(new NumberPattern("+49", true));
    assertThat(String.valueOf(entry.when())).isEqualTo("header(\"X-Vip\") == \"1\"");
    assertThat(entry.way()).isEqualTo(new Way.ToQueue("sales"));
    assertThat(entry.doors())
        .isEqualTo(new Doors("office", new Way.ToQueue("night"), new Way.Refuse(480)));
    assertThat(entry.treatment())
        .isEqualTo(
            new Treatment(
                "gold",
                2,
                5,
                Duration.ofSeconds(30),
                new TreeMap<>(Map.of("brand", "acme")),
                false,
                List.of("alice"),
                Duration.ofSeconds(20)));
    assertThat(entry("to: x, refuse: 603").way()).isEqualTo(new Way.Refuse(603));
    assertThat(entry("to: x, queue: sales, prefer: last-agent").treatment().lastAgent()).isTrue();
  }

  @Test
  void hoursAreHeard() {
    String text =
        HEAD.formatted("to: x, queue: sales")
            .replace(
                "open: { mon-fri: 08:00-18:00 }",
                """
                zone: America/New_York, open: { mon: [ 08:00-12:00, 13:00-17:00 ], sat-sun: 22:00-06:00,
                    wed: 00:00-24:00 }, holidays: { 2026-12-25: Christmas },
                    closures: [ { from: 2026-12-24T12:00, to: 2026-12-24T18:00, why: party } ]\
                """);

    assertThat(valid(text).hours().get("office"))
        .isEqualTo(
            new BusinessHours(
                "office",
                ZoneId.of("America/New_York"),
                Map.of(
                    DayOfWeek.MONDAY, List.of(new OpenSpan(480, 720), new OpenSpan(780, 1020)),
                    DayOfWeek.WEDNESDAY, List.of(new OpenSpan(0, 1440)),
                    DayOfWeek.SATURDAY, List.of(new OpenSpan(1320, 1800)),
                    DayOfWeek.SUNDAY, List.of(new OpenSpan(1320, 1800))),
                new TreeMap<>(Map.of(LocalDate.parse("2026-12-25"), "Christmas")),
                List.of(
                    new Closure(
                        LocalDateTime.parse("2026-12-24T12:00"),
                        LocalDateTime.parse("2026-12-24T18:00"),
                        "party"))));
    assertThat(valid(HEAD.formatted("to: x, queue: sales")).hours().get("office"))
        .extracting(hours -> hours.zone().getId())
        .isEqualTo("Europe/Berlin");
  }

  @Test
  void callersAndReloadAreHeard() {
    UsherConfig config =
        valid(
            HEAD.formatted("to: x, queue: sales")
                + "callers: { \"+49301234\": { tier: gold } }\n"
                + "reload: { watch: false, apply-to-waiting: true }\n");

    assertThat(config.callers())
        .isEqualTo(new TreeMap<>(Map.of("+49301234", new TreeMap<>(Map.of("tier", "gold")))));
    assertThat(config.reload()).isEqualTo(new ReloadConfig(false, true));
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          to: x, queue: sails | 7:21 | no queue "sails"
          to: x, queue: sales, refuse: 486                      | 7:5  | has both queue and refuse
          to: x, refuse: 200 | 7:22 | refuse is "200": expected a whole number from 400 to 699
          to: x                                                 | 7:5  | has no queue
          to: [], queue: sales | 7:11 | to is empty
          to: a@b, queue: sales | 7:11 | to is "a@b"
          to: x, from: a@b, queue: sales | 7:20 | from is "a@b"
          to: x, queue: sales, hours: offfice | 7:35 | no hours "offfice": expected a name under hours
          to: x, queue: sales, closed: { queue: night } | 7:28 | expected hours beside it
          to: x, queue: sales, hours: office, closed: { queue: nite } | 7:60 | no queue "nite"
          to: x, queue: sales, hours: office, holiday: { refuse: 42 } | 7:62 | refuse is "42"
          to: x, queue: sales, variant: silver | 7:37 | queue sales has no variant "silver"
          to: x, queue: sales, priority: veryhigh | 7:38 | priority is "veryhigh"
          to: x, queue: sales, points: many | 7:36 | points is "many"
          to: x, queue: sales, credit: 30 | 7:36 | credit is "30"
          to: x, queue: sales, attributes: [ a ] | 7:40 | attributes is a list
          to: x, queue: sales, prefer: alice | 7:36 | expected last-agent or [ alice ]
          to: x, queue: sales, prefer: [ alicia ] | 7:38 | no agent "alicia"
          to: x, queue: sales, patience: 0s | 7:38 | patience is "0s"
          to: x, queue: sales, whn: 'true' | 7:28 | did you mean "when"
          to: x, queue: sales, when: 'frm == "x"' | 7:35 | undeclared reference to 'frm': expected a
          to: x, queue: sales, when: 'to == "x" && now.hour > "9"' | 7:57 | no matching overload
          to: x, queue: sales, when: "to == \\"x\\" && frm == to" | 7:50 | undeclared reference to 'frm'
          to: x, queue: sales, when: [ a ] | 7:34 | when is a list
          to: sales, queue: sales | 8:11 | a second entry for "sales"
          """)
  void oneMistakeIsReportedWhereItStands(String entry, String place, String message) {
    List<String> errors = errors(HEAD.formatted(entry));

    assertThat(errors).hasSize(1);
    assertThat(errors.getFirst()).startsWith("f:" + place + ": ").contains(message);
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          open: { mon-fry: 08:00-18:00 } | 4:28 | day "mon-fry": expected one of mon, tue
          open: { fri-mon: 08:00-18:00 } | 4:28 | day "fri-mon"
          open: { mon-fri: 08:00-18:00, tue: 08:00-09:00 } | 4:50 | tue a second time
          open: { mon: 8-18 } | 4:33 | mon is "8-18": expected a time of the day
          open: { mon: 08:00-25:00 } | 4:33 | mon is "08:00-25:00"
          zone: Berlin, open: {} | 4:26 | zone is "Berlin": expected a time zone
          holidays: {} | 4:18 | has no open
          open: {}, holidays: { 2026-02-30: x } | 4:42 | holiday "2026-02-30": expected a date
          open: {}, closures: [ { from: 2026-12-24T12:00 } ] | 4:42 | has no to
          open: {}, closures: [ { from: noon, to: 2026-12-24T12:00 } ] | 4:50 | from is "noon"
          open: {}, closures: [ { from: 2026-12-24T12:00, to: 2026-12-24T11:00 } ] | 4:72 | ends before it begins
          open: {}, opened: x | 4:30 | unknown key "opened"
          """)
  void oneMistakeAboutHoursIsReportedWhereItStands(String hours, String place, String message) {
    List<String> errors =
        errors(
            HEAD.formatted("to: x, queue: sales").replace("open: { mon-fri: 08:00-18:00 }", hours));

    assertThat(errors).hasSize(1);
    assertThat(errors.getFirst()).startsWith("f:" + place + ": ").contains(message);
  }

  @Test
  void aMistakeInAConditionOverSeveralLinesIsReportedOnItsLine() {
    String text =
        HEAD.formatted("to: x, queue: sales")
            + """
              - to: y
                queue: sales
                when: |
                  to == "y" &&
                    frm == "z"
            """;

    assertThat(errors(text))
        .singleElement()
        .asString()
        .startsWith("f:13:9: undeclared reference to 'frm'");
  }

  private static EntryConfig entry(String settings) {
    return valid(HEAD.formatted(settings)).entries().getFirst();
  }

  private static UsherConfig valid(String text) {
    assertThat(errors(text)).isEmpty();
    return ((ConfigResult.Valid) ConfigReader.read(text, "f", Path.of("/"))).config();
  }

  private static List<String> errors(String text) {
    return switch (ConfigReader.read(text, "f", Path.of("/"))) {
      case ConfigResult.Valid _ -> List.of();
      case ConfigResult.Invalid(List<ConfigError> errors) ->
          errors.stream().map(ConfigError::toString).toList();
    };
  }
}
