package usher.core.config;

import java.net.InetAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A kind of value that stands in one piece of text.
 *
 * @param expected how an error message describes a right one
 * @param shown whether an error message may show a wrong one
 * @param parse empty if the text is not one
 */
record Scalar<T>(String expected, boolean shown, Function<String, Optional<T>> parse) {

  private static final int PASSWORD_MAX = 128;

  private static final Pattern NAME_FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,63}");

  /**
   * RFC 3261 section 25.1: unreserved and user-unreserved; what is escaped is not offered. A star
   * at the end stands for whatever follows.
   */
  private static final Pattern DIALLED_FORM =
      Pattern.compile(
          "[A-Za-z0-9\\-_.!~*'()&=+$,;?/]{1,64}|[A-Za-z0-9\\-_.!~*'()&=+$,;?/]{0,64}\\\\\\*");

  private static final Pattern HOST_FORM =
      Pattern.compile(
          "(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?"
              + "(\\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*");
  private static final Map<String, Boolean> TRUTH = Map.of("true", true, "false", false);
  private static final Pattern WHOLE_FORM = Pattern.compile("-?[0-9]{1,9}");

  static final Scalar<String> NAME =
      matching("a name of 1 to 64 letters, digits and . _ + -, such as sales", NAME_FORM);

  static final Scalar<String> DIALLED =
      matching("the user part of a SIP URI, such as sales, +4930123 or +4930*", DIALLED_FORM);

  static final Scalar<String> HOST =
      matching("a host name or IPv4 address, such as usher.example", HOST_FORM);

  static final Scalar<Listener> LISTENER =
      new Scalar<>(
          "udp://, tcp://, tls://, ws:// or wss://, an IP address and a port,"
              + " such as udp://127.0.0.1:5060 or tls://[::1]:5061",
          Listener::parse);

  static final Scalar<String> ORIGIN =
      matching(
          "the origin of a page, such as https://desk.usher.example or http://localhost:8080",
          Pattern.compile("https?://([a-z0-9.-]{1,253}|\\[[0-9a-f:.]+\\])(:[0-9]{1,5})?"));

  static final Scalar<PortRange> PORTS =
      new Scalar<>(
          "two ports from "
              + PortRange.LOWEST
              + " to "
              + PortRange.HIGHEST
              + ", the lower first, such as 20000-29999",
          PortRange::parse);

  static final Scalar<InetAddress> ADVERTISED =
      new Scalar<>("an IP address that others can reach, such as 192.0.2.1", Listener::literal)
          .where(ip -> !ip.isAnyLocalAddress());

  static final Scalar<AddressRange> RANGE =
      new Scalar<>("an IP address or a range of them, such as 203.0.113.0/28", AddressRange::parse);

  static final Scalar<String> CONTACT =
      new Scalar<>(
          "a SIP URI with user and host, such as sip:a1@192.0.2.7:5060;transport=tcp",
          Contacts::parse);

  static final Scalar<Path> PATH = new Scalar<>("the path of a file or directory", Scalar::path);

  static final Scalar<Integer> LEVEL =
      new Scalar<>(
              "a level from " + AgentConfig.LEVEL_MIN + " to " + AgentConfig.LEVEL_MAX,
              Scalar::whole)
          .where(level -> level >= AgentConfig.LEVEL_MIN && level <= AgentConfig.LEVEL_MAX);

  static final Scalar<Boolean> YES_OR_NO =
      new Scalar<>("true or false", text -> Optional.ofNullable(TRUTH.get(text)));

  static final Scalar<Secret> PASSWORD =
      new Scalar<>(
          "1 to " + PASSWORD_MAX + " characters, none of them a control character",
          false,
          Scalar::password);

  /** A hash of so many hexadecimal digits that must not be shown. */
  static Scalar<Secret> hash(int digits) {
    return new Scalar<>(
        digits + " hexadecimal digits, as usher config ha1 prints them",
        false,
        text ->
            text.matches("[0-9a-fA-F]{" + digits + "}")
                ? Optional.of(new Secret(text.toLowerCase(Locale.ROOT)))
                : Optional.empty());
  }

  Scalar(String expected, Function<String, Optional<T>> parse) {
    this(expected, true, parse);
  }

  Scalar<T> where(Predicate<T> condition) {
    return new Scalar<>(expected, shown, text -> parse.apply(text).filter(condition));
  }

  static Scalar<Duration> duration(Duration min, Duration max) {
    return new Scalar<>(
            "a duration from "
                + Units.written(min)
                + " to "
                + Units.written(max)
                + " with its unit, such as 500ms, 15s, 2m or 1h",
            Units::duration)
        .where(value -> value.compareTo(min) >= 0 && value.compareTo(max) <= 0);
  }

  static Scalar<Long> bytes(long min, long max) {
    return new Scalar<>(
            "a size from "
                + Units.written(min)
                + " to "
                + Units.written(max)
                + " with its unit, such as 64MiB or 1GiB",
            Units::bytes)
        .where(value -> value >= min && value <= max);
  }

  /** Any text on one line. */
  static Scalar<String> text(int max) {
    return new Scalar<String>("text of at most " + max + " characters on one line", Optional::of)
        .where(text -> text.length() <= max && text.chars().noneMatch(Character::isISOControl));
  }

  static Scalar<Integer> whole(int min, int max) {
    return new Scalar<>("a whole number from " + min + " to " + max, Scalar::whole)
        .where(value -> value >= min && value <= max);
  }

  /** One of the words, or what the parse makes of another text. */
  static <T> Scalar<T> words(Map<String, T> words, String or, Function<String, Optional<T>> parse) {
    return new Scalar<>(
        "one of " + String.join(", ", words.keySet()) + or,
        text -> Optional.ofNullable(words.get(text)).or(() -> parse.apply(text)));
  }

  /** One of the enum's constants, written in lower case with hyphens. */
  static <E extends Enum<E>> Scalar<E> oneOf(Class<E> type) {
    Map<String, E> byWord =
        Arrays.stream(type.getEnumConstants()).collect(Collectors.toMap(Scalar::word, e -> e));
    String words =
        Arrays.stream(type.getEnumConstants()).map(Scalar::word).collect(Collectors.joining(", "));
    return new Scalar<>(
        byWord.size() == 1 ? words : "one of " + words,
        text -> Optional.ofNullable(byWord.get(text)));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Scalar<String> matching(String expected, Pattern form) {
    return new Scalar<>(expected, text -> Optional.of(text).filter(form.asMatchPredicate()));
  }

  static Optional<Integer> whole(String text) {
    return Optional.of(text).filter(WHOLE_FORM.asMatchPredicate()).map(Integer::valueOf);
  }

  private static Optional<Secret> password(String text) {
    boolean usable =
        !text.isEmpty()
            && text.length() <= PASSWORD_MAX
            && text.chars().noneMatch(Character::isISOControl);
    return usable ? Optional.of(new Secret(text)) : Optional.empty();
  }

  private static Optional<Path> path(String text) {
    try {
      return Optional.of(text).filter(t -> !t.isBlank()).map(Path::of);
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }
}
