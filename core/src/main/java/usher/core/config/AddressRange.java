package usher.core.config;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * IP addresses that begin alike, written {@code 203.0.113.0/28} or {@code 2001:db8::/64}; an
 * address alone is a range of one.
 *
 * @param first any address of the range
 * @param bits how many bits its addresses have in common
 */
public record AddressRange(InetAddress first, int bits) {
  private static final Pattern WRITTEN = Pattern.compile("([0-9A-Fa-f.:]{2,45})(?:/([0-9]{1,3}))?");

  /** Reads the written form; empty if the text is not one. Never asks the DNS. */
  static Optional<AddressRange> parse(String text) {
    Matcher form = WRITTEN.matcher(text);
    return form.matches()
        ? Listener.literal(form.group(1)).flatMap(first -> of(first, form.group(2)))
        : Optional.empty();
  }

  private static Optional<AddressRange> of(InetAddress first, String written) {
    int all = first.getAddress().length * Byte.SIZE;
    int bits = written == null ? all : Integer.parseInt(written);
    return bits <= all ? Optional.of(new AddressRange(first, bits)) : Optional.empty();
  }

  /** Whether this address is one of them; one of the other family never is. */
  public boolean contains(InetAddress address) {
    byte[] ours = first.getAddress();
    byte[] theirs = address.getAddress();
    int whole = bits / Byte.SIZE;
    return ours.length == theirs.length
        && Arrays.equals(ours, 0, whole, theirs, 0, whole)
        && sharesBits(ours, theirs, whole);
  }

  /** The last octet of the prefix may belong to it in part. */
  private boolean sharesBits(byte[] ours, byte[] theirs, int at) {
    int rest = bits % Byte.SIZE;
    return rest == 0 || ((ours[at] ^ theirs[at]) & 0xFF) >>> (Byte.SIZE - rest) == 0;
  }

  /** The written form. */
  @Override
  public String toString() {
    return first.getHostAddress() + "/" + bits;
  }
}
