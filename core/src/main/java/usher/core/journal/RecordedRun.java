package usher.core.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import usher.sip.message.MalformedMessageException;
import usher.sip.message.SipMessage;
import usher.sip.transport.Flow;

/**
 * What a journal has of one run of the server's routing: from start to stop, or to where it was cut
 * off.
 *
 * @param number from 1, in the journal's order
 * @param program the version that wrote it
 * @param rules each version of the rules, in the order in which they held; empty where the
 *     beginning of the run is no longer in the journal
 * @param tape what the router was told
 * @param calls by the router's handle
 */
public record RecordedRun(
    int number, String program, List<RulesText> rules, List<Piece> tape, Map<Long, Entered> calls) {

  /**
   * A piece of tape.
   *
   * @param nowNs the instant of the turn, on the run's monotonic clock
   * @param wallMs the same instant, ms since 1970 UTC
   * @param words read-only
   */
  public record Piece(long nowNs, long wallMs, ByteBuffer words) {}

  /**
   * A call that entered the router.
   *
   * @param invite the message with which it came, read-only; null where it is not in the journal
   * @param flow over what it came; null likewise
   * @param wallMs when, ms since 1970 UTC
   */
  public record Entered(
      JournalRecord.CallEntered call,
      @Nullable ByteBuffer invite,
      @Nullable Flow flow,
      long wallMs) {}

  /** Whether it can be replayed. */
  public boolean isWhole() {
    return !rules.isEmpty();
  }

  /**
   * All runs in a directory.
   *
   * @param damaged where the journal is not as it was written
   * @param unfinished where runs ended without an end
   */
  public record All(
      List<RecordedRun> runs,
      List<JournalReader.Damage> damaged,
      List<JournalReader.Damage> unfinished) {}

  /**
   * Reads a journal; blocks.
   *
   * @throws IOException if a file cannot be read
   */
  public static All read(Path directory) throws IOException {
    Reader reader = new Reader();
    JournalReader.Report report = JournalReader.read(directory, reader::take);
    return new All(reader.runs, report.damage(), report.unfinished());
  }

  private static final class Reader {
    /** INVITEs that no call was made of are forgotten when there are so many. */
    private static final int INVITES_MAX = 4_096;

    private static final byte[] METHOD = "INVITE ".getBytes(StandardCharsets.US_ASCII);

    private final Map<String, JournalRecord.SipReceived> invites = new LinkedHashMap<>();
    private final List<RecordedRun> runs = new ArrayList<>();
    private RecordedRun run = began("");
    private RulesText.Joiner joiner = new RulesText.Joiner();

    private RecordedRun began(String program) {
      return new RecordedRun(
          runs.size() + 1, program, new ArrayList<>(), new ArrayList<>(), new LinkedHashMap<>());
    }

    void take(JournalEntry entry) {
      switch (entry.type()) {
        case RecordType.SIP_RECEIVED,
            RecordType.STARTED,
            RecordType.RULES_TAKEN,
            RecordType.ROUTER_COMMANDED,
            RecordType.CALL_ENTERED ->
            take(entry, entry.decode());
        // Nothing else concerns the router, and most of a journal is something else.
        default -> {}
      }
    }

    private void take(JournalEntry entry, JournalRecord record) {
      if (record instanceof JournalRecord.Started(_, _, String version)) {
        joiner = new RulesText.Joiner();
        run = began(version);
        invites.clear();
      } else if (record instanceof JournalRecord.RulesTaken rules) {
        Optional<RulesText> whole = joiner.add(rules);
        whole.ifPresent(run.rules::add);
      } else if (record instanceof JournalRecord.RouterCommanded(ByteBuffer tape)) {
        addTape(new Piece(entry.nowNs(), entry.wallMs(), tape));
      } else if (record instanceof JournalRecord.CallEntered entered) {
        addCall(entry, entered);
      } else if (record instanceof JournalRecord.SipReceived sip && isInvite(sip.bytes())) {
        addInvite(sip);
      }
    }

    private static boolean isInvite(ByteBuffer bytes) {
      return bytes.remaining() > METHOD.length
          && bytes.slice(bytes.position(), METHOD.length).equals(ByteBuffer.wrap(METHOD));
    }

    /** The first of a Call-ID began the call; what follows changes it. */
    private void addInvite(JournalRecord.SipReceived sip) {
      if (invites.size() >= INVITES_MAX) {
        invites.remove(invites.keySet().iterator().next());
      }
      invites.putIfAbsent(callId(sip.bytes()), sip);
    }

    private static String callId(ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      try {
        return SipMessage.parse(copy).callId();
      } catch (MalformedMessageException _) {
        return "";
      }
    }

    private void addCall(JournalEntry entry, JournalRecord.CallEntered call) {
      JournalRecord.SipReceived sip = invites.remove(call.sipCallId());
      ByteBuffer invite = sip == null ? null : sip.bytes();
      Flow flow = sip == null ? null : sip.flow();
      run.calls.put(call.routingId(), new Entered(call, invite, flow, entry.wallMs()));
    }

    /** A run is worth mentioning when its router was told something. */
    private void addTape(Piece piece) {
      if (run.tape.isEmpty()) {
        runs.add(run);
      }
      run.tape.add(piece);
    }
  }
}
