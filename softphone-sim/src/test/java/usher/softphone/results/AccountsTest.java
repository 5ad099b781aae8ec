package usher.softphone.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import usher.softphone.fleet.AgentFigures;
import usher.softphone.results.Accounts.ServerCounts;

/** What phones and server say of the same calls. */
class AccountsTest {
  private final Accounts accounts = new Accounts();
  private final Measurement verdict = new Measurement("oracle");

  private static AgentFigures agents(long answered, long broken) {
    return new AgentFigures(answered + broken, answered, 0, 0, broken, 0, 0);
  }

  @Test
  void whoSaysTheSameIsBelieved() {
    accounts.addOthers(100, 0, 90);
    accounts.judgeCalls(verdict);
    accounts.judgeRecords(verdict, new ServerCounts(100, 90));
    accounts.judgeAnswers(verdict, agents(0, 0), new ServerCounts(100, 90));
    assertThat(verdict.problems()).isEmpty();
  }

  @Test
  void aCallThatNobodyWroteDownIsMissed() {
    accounts.addOthers(100, 0, 90);
    accounts.judgeRecords(verdict, new ServerCounts(99, 90));
    accounts.judgeRecords(verdict, new ServerCounts(101, 90));
    assertThat(verdict.problems()).hasSize(2);
  }

  @Test
  void aCallThatNobodyAnsweredMayHaveBeenHeardOfOrNot() {
    accounts.addOthers(100, 5, 90);
    accounts.judgeRecords(verdict, new ServerCounts(95, 90));
    accounts.judgeRecords(verdict, new ServerCounts(100, 90));
    assertThat(verdict.problems()).isEmpty();
  }

  @Test
  void agentsAndRecordsMayDifferByTheCallsInDoubt() {
    accounts.addOthers(10, 0, 9);
    accounts.judgeAnswers(verdict, agents(9, 1), new ServerCounts(10, 10));
    assertThat(verdict.problems()).isEmpty();
    accounts.judgeAnswers(verdict, agents(9, 0), new ServerCounts(10, 10));
    assertThat(verdict.problems())
        .containsExactly("oracle: 9 calls had an agent, but 10 by the records");
  }

  @Test
  void agentsWhoAnsweredForNobodyAreInDoubt() {
    accounts.addOthers(10, 0, 8);
    accounts.doubt(1);
    accounts.judgeAnswers(verdict, agents(0, 0), new ServerCounts(10, 9));
    assertThat(verdict.problems()).isEmpty();
    accounts.judgeAnswers(verdict, agents(0, 0), new ServerCounts(10, 10));
    assertThat(verdict.problems()).hasSize(1);
  }

  @Test
  void onlyRecordsFromNowOnCountAndOnlyWholeOnes(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("calls-1.jsonl"), "{\"answeredMs\":1}\n");
    RecordFiles records = new RecordFiles(directory);
    assertThat(records.count()).isEqualTo(new ServerCounts(0, 0));
    Files.writeString(
        file, "{\"answeredMs\":7}\n{\"end\":\"left\"}\n{\"answ", StandardOpenOption.APPEND);
    Files.writeString(directory.resolve("calls-2.jsonl"), "{\"answeredMs\":null}\n");
    assertThat(records.count()).isEqualTo(new ServerCounts(3, 1));
  }
}
