package usher.routing.tape;

import java.nio.ByteBuffer;
import usher.routing.Command;
import usher.routing.CommandSink;
import usher.routing.Router;
import usher.routing.call.NewCall;

/**
 * Writes a router's commands on a tape, with a check every {@value #BLOCK} commands. Belongs to the
 * router's thread; makes no garbage. Commands reach the {@link TapeOutput} when {@link #flush} is
 * called or the buffer is full, whichever is first.
 */
public final class TapeRecorder implements CommandSink {
  /** A check follows so many commands. */
  public static final int BLOCK = 1_000;

  /**
   * The router's state is hashed with every check while it is small, and so many agents apart when
   * it is not: hashing looks at each agent.
   */
  static final int AGENTS_PER_STATE_HASH = 4_000;

  private final Router router;
  private final TapeDigest digest;
  private final TapeOutput output;
  private final ByteBuffer buffer;
  private final NewCall plain = new NewCall().into(0);
  private long lastNs;
  private long nextCheck = BLOCK;

  /**
   * Attaches a recorder to a router that was given no command yet.
   *
   * @param digest hears the router's decisions
   * @param bufferBytes room for commands that are not with the output yet
   */
  public TapeRecorder(Router router, TapeDigest digest, TapeOutput output, int bufferBytes) {
    this.router = router;
    this.digest = digest;
    this.output = output;
    this.buffer =
        ByteBuffer.allocate(Math.max(bufferBytes, 2 * TapeFormat.LONGEST_BYTES))
            .order(TapeFormat.ORDER);
    router.tellCommandsTo(this);
  }

  @Override
  public void command(Command what, long subject, int a, int b, long nowNs) {
    checkIfDue();
    head(TapeFormat.head(what.code(), a, b), nowNs);
    buffer.putLong(subject);
    digest.command(what, subject, a, b, nowNs);
  }

  @Override
  public void arrival(NewCall call, long nowNs) {
    checkIfDue();
    boolean isPlain = TapeFormat.isPlain(call, plain);
    int flags = isPlain ? TapeFormat.PLAIN : 0;
    head(TapeFormat.head(Command.ARRIVE.code(), call.queue(), flags), nowNs);
    if (!isPlain) {
      TapeFormat.put(call, buffer);
    }
    digest.arrival(call, nowNs);
  }

  private void head(long head, long nowNs) {
    if (buffer.remaining() < TapeFormat.LONGEST_BYTES) {
      flush();
    }
    if (buffer.position() > 0 && nowNs == lastNs) {
      buffer.putLong(head);
    } else {
      buffer.putLong(head | TapeFormat.TIME).putLong(nowNs);
      lastNs = nowNs;
    }
  }

  private void checkIfDue() {
    if (digest.commands() >= nextCheck) {
      check(isStateHashDue());
    }
  }

  private boolean isStateHashDue() {
    long every = 1L + router.plan().agentCount() / AGENTS_PER_STATE_HASH;
    return nextCheck / BLOCK % every == 0;
  }

  private void check(boolean withState) {
    if (buffer.remaining() < TapeFormat.LONGEST_BYTES) {
      flush();
    }
    buffer.putLong(TapeFormat.head(TapeFormat.CHECK, withState ? 1 : 0, 0));
    buffer.putLong(digest.commands()).putLong(digest.value());
    if (withState) {
      buffer.putLong(router.stateHash());
    }
    nextCheck = digest.commands() - digest.commands() % BLOCK + BLOCK;
  }

  /** Hands what was written to the output. */
  public void flush() {
    if (buffer.position() > 0) {
      output.take(buffer.flip());
      buffer.clear();
    }
  }

  /** Ends the tape for now: a check, so that the last commands are covered, and {@link #flush}. */
  public void close() {
    check(true);
    flush();
  }
}
