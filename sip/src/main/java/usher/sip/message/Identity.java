package usher.sip.message;

import org.jspecify.annotations.Nullable;

/** What tells a message from others, and which belong together. */
record Identity(
    Via topVia,
    String callId,
    @Nullable String fromTag,
    @Nullable String toTag,
    long cseq,
    String cseqMethod) {

  /** Ten digits may be more than {@link Integer#MAX_VALUE}, eleven always are. */
  private static final int CSEQ_DIGITS_MAX = 10;

  /**
   * Reads it.
   *
   * @throws MalformedMessageException where a part of it is missing or cannot be read
   */
  static Identity of(HeaderIndex index) throws MalformedMessageException {
    String sequence = required(index, Header.CSEQ);
    int space = endOfDigits(sequence);
    return new Identity(
        Via.parse(required(index, Header.VIA)),
        required(index, Header.CALL_ID),
        NameAddress.tag(required(index, Header.FROM)),
        NameAddress.tag(required(index, Header.TO)),
        Long.parseLong(sequence, 0, space, 10),
        Method.text(sequence.substring(space).strip()));
  }

  /** Reads what {@link #of} has read before, or what we wrote. */
  static Identity again(HeaderIndex index) {
    try {
      return of(index);
    } catch (MalformedMessageException e) {
      throw new IllegalStateException("a message cannot be read: " + e.getMessage(), e);
    }
  }

  private static String required(HeaderIndex index, Header header)
      throws MalformedMessageException {
    int line = index.find(header, 0);
    String value = line < 0 ? "" : index.value(line);
    if (value.isEmpty()) {
      throw new MalformedMessageException("Missing " + header.text());
    }
    return value;
  }

  /** The sequence number must be below 2**31 (RFC 3261 8.1.1.5). */
  private static int endOfDigits(String sequence) throws MalformedMessageException {
    int end = 0;
    while (end < sequence.length() && sequence.charAt(end) >= '0' && sequence.charAt(end) <= '9') {
      end++;
    }
    boolean separated = end < sequence.length() && " \t".indexOf(sequence.charAt(end)) >= 0;
    if (end == 0
        || end > CSEQ_DIGITS_MAX
        || !separated
        || Long.parseLong(sequence, 0, end, 10) > Integer.MAX_VALUE) {
      throw new MalformedMessageException("CSeq is no number below 2**31 and a method");
    }
    return end;
  }
}
