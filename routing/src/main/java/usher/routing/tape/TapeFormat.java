package usher.routing.tape;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import usher.routing.call.NewCall;

/**
 * The words on a tape, eight bytes each, little-endian. An entry begins with its head:
 *
 * <pre>
 *    63            32 31          8 7    6       0
 *   ┌────────────────┬─────────────┬────┬─────────┐
 *   │ a              │ b           │time│ code    │
 *   └────────────────┴─────────────┴────┴─────────┘
 * </pre>
 *
 * <p>Where the bit {@code time} is set the entry's instant follows, otherwise it is that of the
 * entry before; the first entry of each piece of tape has one. Then, by code:
 *
 * <pre>
 *   a command    subject
 *   ARRIVE       a: queue; b: {@link #PLAIN}, or else
 *                  variant << 32 | points    creditNs    patienceNs
 *                  band << 32 | preferred << 16 | other queues
 *                  preferred times: agent << 32 | score
 *                  other queues times: queue
 *   CHECK        commands so far    digest    state hash, where a is 1; has no instant
 * </pre>
 */
final class TapeFormat {
  static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

  /** Codes from here on are no commands. */
  static final int CHECK = 120;

  /** A call that brings nothing but its queue. */
  static final int PLAIN = 1;

  static final int TIME = 1 << 7;

  /** The longest entry: an arrival with all that a call can bring. */
  static final int LONGEST_BYTES =
      (6 + NewCall.MOST_PREFERRED + NewCall.MOST_OTHER_QUEUES) * Long.BYTES;

  private static final int CODE_MASK = 0x7f;
  private static final int B_SHIFT = 8;
  private static final int B_MASK = 0xff_ffff;

  private TapeFormat() {}

  static long pair(int high, int low) {
    return ((long) high << 32) | (low & 0xffff_ffffL);
  }

  static int high(long pair) {
    return (int) (pair >> 32);
  }

  static int low(long pair) {
    return (int) pair;
  }

  static long head(int code, int a, int b) {
    if ((b & ~B_MASK) != 0) {
      throw new IllegalArgumentException("no room for " + b);
    }
    return pair(a, (b << B_SHIFT) | code);
  }

  static int code(long head) {
    return (int) head & CODE_MASK;
  }

  static boolean hasTime(long head) {
    return (head & TIME) != 0;
  }

  static int a(long head) {
    return high(head);
  }

  static int b(long head) {
    return ((int) head >>> B_SHIFT) & B_MASK;
  }

  static boolean isPlain(NewCall call, NewCall plain) {
    return call.variant() == plain.variant()
        && call.band() == plain.band()
        && call.points() == plain.points()
        && call.creditNs() == plain.creditNs()
        && call.patienceNs() == plain.patienceNs()
        && call.preferredCount() == 0
        && call.otherCount() == 0;
  }

  static void put(NewCall call, ByteBuffer out) {
    out.putLong(pair(call.variant(), call.points()));
    out.putLong(call.creditNs());
    out.putLong(call.patienceNs());
    out.putLong(pair(call.band(), (call.preferredCount() << 16) | call.otherCount()));
    for (int i = 0; i < call.preferredCount(); i++) {
      out.putLong(pair(call.preferred(i), call.score(i)));
    }
    for (int i = 0; i < call.otherCount(); i++) {
      out.putLong(call.other(i));
    }
  }

  /** Fills a call that is already {@link NewCall#into} its queue. */
  static void get(ByteBuffer in, NewCall call) {
    long first = in.getLong();
    call.variant(high(first)).points(low(first));
    call.creditNs(in.getLong()).patienceNs(in.getLong());
    long counts = in.getLong();
    call.band(high(counts));
    for (int i = low(counts) >>> 16; i > 0; i--) {
      long preferred = in.getLong();
      call.prefer(high(preferred), low(preferred));
    }
    for (int i = low(counts) & 0xffff; i > 0; i--) {
      call.alsoInto((int) in.getLong());
    }
  }
}
