package usher.core.journal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * The text of rules as records and back. Compressed and in parts: the configuration of a hundred
 * thousand agents is larger than any record.
 *
 * @param version of the rules
 * @param sha256 of the configuration's text with its passwords, in hexadecimal
 * @param text without its passwords
 */
public record RulesText(long version, String sha256, String text) {
  static final int PART_BYTES = 32 << 10;

  /** The records, in the order in which they have to be appended. */
  public List<JournalRecord> records() {
    byte[] bytes = compressed();
    int parts = Math.max(1, Math.ceilDiv(bytes.length, PART_BYTES));
    List<JournalRecord> records = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      int from = part * PART_BYTES;
      int length = Math.min(PART_BYTES, bytes.length - from);
      ByteBuffer piece = ByteBuffer.wrap(bytes, from, length).slice();
      records.add(new JournalRecord.RulesTaken(version, sha256, part, parts, piece));
    }
    return records;
  }

  private byte[] compressed() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
      deflater.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("memory is no file", e);
    }
    return out.toByteArray();
  }

  /** Puts the parts of rules together again, in the order in which they are read. */
  public static final class Joiner {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long nextPart;

    /**
     * Takes a part; the rules when it was the last.
     *
     * @throws MalformedRecordException where parts are missing or are no text
     */
    public Optional<RulesText> add(JournalRecord.RulesTaken record) {
      if (record.part() == 0) {
        bytes.reset();
      } else if (record.part() != nextPart) {
        throw new MalformedRecordException("part " + nextPart + " of the rules is missing");
      }
      nextPart = record.part() + 1;
      byte[] piece = new byte[record.bytes().remaining()];
      record.bytes().duplicate().get(piece);
      bytes.writeBytes(piece);
      return nextPart == record.parts()
          ? Optional.of(new RulesText(record.version(), record.sha256(), inflated()))
          : Optional.empty();
    }

    private String inflated() {
      try (var in = new InflaterInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new MalformedRecordException("the rules are no text: " + e.getMessage());
      }
    }
  }
}
