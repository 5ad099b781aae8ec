package usher.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import usher.core.simulation.RecordedCentre;
import usher.softphone.fleet.CallOutcome;

/** A whole centre's day, kept in a journal, and what {@code usher replay} says of it. */
class ReplayCommandTest {
  private static final String SEGMENT = "0000000001.seg";

  @TempDir static Path directory;

  private static Path journal = Path.of("");
  private static List<CallOutcome> outcomes = List.of();

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void aCentreRuns() throws IOException {
    journal = directory.resolve("journal");
    outcomes = RecordedCentre.record(journal, RecordedCentre.yaml("5s"), 3);
  }

  @Test
  void theJournalReplaysToEqualDigests() {
    assertThat(usher("replay", "--journal", journal.toString())).isZero();
    assertThat(out.toString()).startsWith("run 1 (usher test): ").contains("digests equal");
    assertThat(err.toString()).isEmpty();

    assertThat(usher("replay", "--journal", journal.toString(), "--json")).isZero();
    String json = out.toString().substring(out.toString().indexOf('['));
    JsonNode verdict = JsonMapper.shared().readTree(json).get(0);
    assertThat(verdict.get("commands").asLong()).isGreaterThan(5L * outcomes.size());
    assertThat(verdict.get("checks").asLong())
        .isEqualTo(verdict.get("commands").asLong() / 1_000 + 1);
    assertThat(verdict.get("problem").isNull()).isTrue();
  }

  @Test
  void aJournalThatAKillToreIsReplayedUpToThereAndItIsSaid() throws IOException {
    Path torn = torn("torn", 2);

    assertThat(usher("replay", "--journal", torn.toString())).isZero();
    assertThat(out.toString()).contains("digests equal, at the end");
    assertThat(err.toString())
        .startsWith("usher: " + torn.resolve(SEGMENT) + ":")
        .contains("a record is unfinished")
        .hasLineCount(1);
  }

  @Test
  void aJournalThatAKillToreBeforeItsFirstDigestIsNotSaidToBeEqual() throws IOException {
    Path torn = torn("torn-early", 40);

    assertThat(usher("replay", "--journal", torn.toString())).isZero();
    assertThat(out.toString())
        .containsPattern("[1-9][0-9]* commands, .*, no digest to compare, at the end")
        .doesNotContain("equal");
  }

  /** The directory of a journal that ends after a part of its length. */
  private static Path torn(String name, int part) throws IOException {
    Path torn = Files.createDirectories(directory.resolve(name));
    byte[] bytes = Files.readAllBytes(journal.resolve(SEGMENT));
    Files.write(torn.resolve(SEGMENT), Arrays.copyOf(bytes, bytes.length / part));
    return torn;
  }

  @Test
  void theSameRulesGiveNearlyTheSameFiguresAndAnEmptyComparison() throws IOException {
    JsonNode compared = compare(RecordedCentre.yaml("5s"));
    JsonNode total = compared.get("total");
    JsonNode recorded = total.get("recorded");
    JsonNode own = total.get("ownRules");

    assertThat(recorded.get("offered").asInt()).isEqualTo(RecordedCentre.CALLS);
    assertThat(own.get("offered").asInt()).isEqualTo(RecordedCentre.CALLS);
    assertThat(total.get("newRules")).isEqualTo(own);
    assertThat(compared.get("elsewhere").get("calls").asInt()).isZero();
    assertThat(own.get("occupancy").asDouble())
        .isBetween(
            recorded.get("occupancy").asDouble() - 0.05,
            recorded.get("occupancy").asDouble() + 0.05);
    assertThat(own.get("answered").asInt())
        .isBetween(recorded.get("answered").asInt() - 30, recorded.get("answered").asInt() + 30);
  }

  @Test
  void callsAddUpInEveryColumn() throws IOException {
    JsonNode compared = compare(RecordedCentre.yaml("40s"));
    for (JsonNode row : compared.get("queues")) {
      for (String column : List.of("recorded", "ownRules", "newRules")) {
        JsonNode figures = row.get(column);
        assertThat(figures.get("offered").asInt())
            .as(row.get("queue") + " " + column)
            .isEqualTo(
                figures.get("answered").asInt()
                    + figures.get("abandoned").asInt()
                    + figures.get("flowedOut").asInt()
                    + figures.get("lost").asInt()
                    + figures.get("waiting").asInt());
      }
    }
  }

  @Test
  void aLongerWrapUpMakesCallersWaitAndIsSaidSo() throws IOException {
    JsonNode compared = compare(RecordedCentre.yaml("40s"));
    JsonNode own = compared.get("total").get("ownRules");
    JsonNode other = compared.get("total").get("newRules");

    assertThat(other.get("speedOfAnswerS").asDouble())
        .isGreaterThan(own.get("speedOfAnswerS").asDouble());
    assertThat(other.get("abandoned").asInt()).isGreaterThan(own.get("abandoned").asInt());
    assertThat(other.get("serviceLevel").get("sl4").asDouble())
        .isLessThan(own.get("serviceLevel").get("sl4").asDouble());
    assertThat(compared.get("elsewhere").get("calls").asInt()).isPositive();
    assertThat(compared.get("elsewhere").get("first").size()).isEqualTo(10);
  }

  @Test
  void anEntryThatLeadsElsewhereSendsItsCallersThere() throws IOException {
    String yaml =
        RecordedCentre.yaml("5s")
            .replace("{ to: sales, queue: sales }", "{ to: sales, queue: service }");
    JsonNode compared = compare(yaml);
    TreeMap<String, Integer> offered = new TreeMap<>();
    for (JsonNode row : compared.get("queues")) {
      offered.put(row.get("queue").asString(), row.get("newRules").get("offered").asInt());
    }
    assertThat(offered).containsEntry("sales", 0).containsEntry("service", RecordedCentre.CALLS);
    assertThat(compared.get("elsewhere").get("otherQueue").asInt()).isPositive();
  }

  @Test
  void queuesOpenAndCloseByTheHoursOfTheNewRules() throws IOException {
    String yaml =
        RecordedCentre.yaml("5s")
            .replace(
                "sales: { needs: { sales: 1 },",
                "sales: { needs: { sales: 1 }, hours: office, overflow: [ "
                    + "{ when: { hours: closed }, do: { refuse: 480 } } ],")
            .concat("zone: UTC\nhours: { office: { open: { mon-sun: 00:00-11:12 } } }\n");
    List<JsonNode> rows = new ArrayList<>();
    compare(yaml).get("queues").forEach(rows::add);
    JsonNode sales =
        rows.stream()
            .filter(row -> row.get("queue").asString().equals("sales"))
            .findFirst()
            .orElseThrow();
    int before = sales.get("ownRules").get("offered").asInt();
    assertThat(sales.get("newRules").get("offered").asInt())
        .as("five minutes of ten")
        .isBetween(before / 4, before * 3 / 4);
  }

  @Test
  void theTableShowsEachQueueThreeTimes() throws IOException {
    Path rules = Files.writeString(directory.resolve("table.yaml"), RecordedCentre.yaml("20s"));
    assertThat(usher("replay", "--journal", journal.toString(), "--rules", rules.toString()))
        .isZero();
    assertThat(out.toString())
        .contains(
            "queue", "SL 20 s", "ASA", "recorded", "own rules", "new rules", "went elsewhere");
    assertThat(out.toString().lines().filter(line -> line.contains("own rules"))).hasSize(3);
  }

  @Test
  void aPeriodWithoutCallsHasNothingToReplay() {
    assertThat(usher("replay", "--journal", journal.toString(), "--to", "2001-01-01T00:00:00Z"))
        .isEqualTo(1);
    assertThat(err.toString()).contains("nothing was recorded");
  }

  @Test
  void rulesWithMistakesAreRefused() throws IOException {
    Path rules = Files.writeString(directory.resolve("wrong.yaml"), "queues: 7\n");
    assertThat(usher("replay", "--journal", journal.toString(), "--rules", rules.toString()))
        .isEqualTo(2);
  }

  @Test
  void rulesThatWereNotTheRecordedOnesAreFoundOut() throws IOException {
    Path other = directory.resolve("forged");
    String yaml = RecordedCentre.yaml("5s");
    RecordedCentre.record(other, yaml, yaml.replace("ring: 10s", "ring: 3s"), 3);

    assertThat(usher("replay", "--journal", other.toString())).isEqualTo(1);
    assertThat(out.toString()).contains("then: block 1 differs in its");
  }

  private JsonNode compare(String yaml) throws IOException {
    Path rules =
        Files.writeString(
            directory.resolve("rules.yaml"),
            yaml,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING);
    assertThat(
            usher("replay", "--journal", journal.toString(), "--rules", rules.toString(), "--json"))
        .as(err.toString())
        .isZero();
    return JsonMapper.shared().readTree(out.toString()).get(0);
  }

  private int usher(String... args) {
    return Usher.commandLine(new PrintWriter(out, true), new PrintWriter(err, true)).execute(args);
  }
}
