package usher.core.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CallRecordWriterTest {

  private static final int WAITING_MAX = 8;

  @TempDir Path data;
  private Path directory;
  private Path today;

  @BeforeEach
  void names() {
    directory = data.resolve("records");
    today = directory.resolve("calls-2026-11-22.jsonl");
  }

  @Test
  void eachRecordIsALineOfTheDaysFile() throws IOException {
    try (CallRecordWriter writer = CallRecordWriter.open(directory)) {
      assertThat(writer.write(CallRecords.abandoned("1"))).isTrue();
      eventually(() -> writer.figures().written() == 1);
      assertThat(ids(today)).as("there before the writer is closed").containsExactly("1");

      assertThat(writer.write(CallRecords.answered("2"))).isTrue();
    }

    assertThat(ids(today)).containsExactly("1", "2");
    assertThat(Files.getPosixFilePermissions(today))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void aCallBelongsToTheDayOnWhichItEnded() throws IOException {
    try (CallRecordWriter writer = CallRecordWriter.open(directory)) {
      writer.write(CallRecords.endedAt("1", "2026-11-22T23:59:59.999Z"));
      writer.write(CallRecords.endedAt("2", "2026-11-23T00:00:00Z"));
      writer.write(CallRecords.endedAt("3", "2026-11-22T23:59:59.999Z"));
    }

    assertThat(ids(today)).containsExactly("1", "3");
    assertThat(ids(directory.resolve("calls-2026-11-23.jsonl"))).containsExactly("2");
  }

  @Test
  void aFullFileGetsASuccessorAlsoAfterARestart() throws IOException {
    long twoLines = 2L * CallRecords.abandoned("1").toJson().length();
    for (int run = 0; run < 2; run++) {
      try (CallRecordWriter writer = CallRecordWriter.open(directory, twoLines, WAITING_MAX)) {
        for (int i = 0; i < 3; i++) {
          long before = writer.figures().written();
          writer.write(CallRecords.abandoned(Integer.toString(10 * run + i)));
          eventually(() -> writer.figures().written() == before + 1);
        }
      }
    }

    assertThat(ids(today)).containsExactly("0", "1");
    assertThat(ids(directory.resolve("calls-2026-11-22.1.jsonl"))).containsExactly("2", "10");
    assertThat(ids(directory.resolve("calls-2026-11-22.2.jsonl"))).containsExactly("11", "12");
  }

  @Test
  void anUnfinishedLastLineIsCutOffBeforeAnythingIsAppended() throws IOException {
    write("1");
    String whole = Files.readString(today);
    String half = CallRecords.abandoned("2").toJson();
    for (int cut = 1; cut < half.length(); cut += 29) {
      Files.writeString(today, whole + half.substring(0, cut));
      write("3");
      assertThat(ids(today)).as("cut at %d", cut).containsExactly("1", "3");
    }
  }

  @Test
  void aLastLineThatOnlyLacksItsEndIsKept() throws IOException {
    write("1");
    Files.writeString(today, CallRecords.abandoned("2").toJson(), StandardOpenOption.APPEND);

    write("3");

    assertThat(ids(today)).containsExactly("1", "2", "3");
  }

  @Test
  void aTailOfZerosAsAPowerFailureLeavesItIsCutOff() throws IOException {
    write("1");
    Files.write(today, new byte[4_096], StandardOpenOption.APPEND);

    write("2");

    assertThat(ids(today)).containsExactly("1", "2");
  }

  @Test
  void whileTheDiskRefusesRecordsWaitAndWhatFindsNoRoomIsCounted() throws IOException {
    Files.writeString(directory, "a file where the directory should be");
    try (CallRecordWriter writer =
        CallRecordWriter.open(directory, CallRecordWriter.FILE_BYTES_MAX, WAITING_MAX)) {
      writer.write(CallRecords.abandoned("0"));
      eventually(() -> writer.figures().failing());
      IntStream.range(1, WAITING_MAX)
          .forEach(i -> writer.write(CallRecords.abandoned(Integer.toString(i))));

      assertThat(writer.write(CallRecords.abandoned("8"))).isFalse();
      assertThat(writer.write(CallRecords.abandoned("9"))).isFalse();
      assertThat(writer.figures()).isEqualTo(new CallRecordWriter.Figures(0, WAITING_MAX, 2, true));

      Files.delete(directory);
      eventually(() -> writer.figures().written() == WAITING_MAX);
      assertThat(writer.write(CallRecords.abandoned("10"))).isTrue();
    }

    assertThat(ids(today)).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "10");
  }

  @Test
  void closingWritesAllThatWaits() throws IOException {
    int count = 5_000;
    try (CallRecordWriter writer = CallRecordWriter.open(directory)) {
      IntStream.range(0, count)
          .forEach(i -> writer.write(CallRecords.abandoned(Integer.toString(i))));
    }

    assertThat(ids(today)).hasSize(count).last().isEqualTo("4999");
  }

  @Test
  void whatComesWhileMoreIsWaitedForIsWrittenWithoutAWakeUp() throws IOException {
    try (CallRecordWriter writer = CallRecordWriter.open(directory)) {
      for (int i = 1; i <= 3; i++) {
        int count = i;
        writer.write(CallRecords.abandoned("c" + count));
        eventually(() -> writer.figures().written() == count);
      }
    }

    assertThat(ids(today)).containsExactly("c1", "c2", "c3");
  }

  @Test
  void aDirectoryIsMadeOnlyForARecord() {
    CallRecordWriter.open(directory).close();

    assertThat(directory).doesNotExist();
  }

  private void write(String id) {
    try (CallRecordWriter writer = CallRecordWriter.open(directory)) {
      writer.write(CallRecords.abandoned(id));
    }
  }

  private static List<String> ids(Path file) throws IOException {
    assertThat(Files.readString(file)).endsWith("\n");
    return Files.readAllLines(file, StandardCharsets.UTF_8).stream()
        .map(line -> CallRecord.fromJson(line).id())
        .toList();
  }

  private static void eventually(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(200));
    }
  }
}
