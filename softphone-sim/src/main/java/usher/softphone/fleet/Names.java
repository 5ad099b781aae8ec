package usher.softphone.fleet;

/**
 * How the phones of a fleet are called: a prefix and a number with leading zeros, such as {@code
 * a00001}.
 *
 * @param first the first number
 * @param digits how many digits a number has at least
 */
public record Names(String prefix, int first, int digits) {

  /** From 1 on, with five digits. */
  public static Names of(String prefix) {
    return new Names(prefix, 1, 5);
  }

  /** The one at this index, counted from 0. */
  public String at(int index) {
    String number = Integer.toString(first + index);
    return prefix + "0".repeat(Math.max(0, digits - number.length())) + number;
  }
}
