package usher.core.config;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads {@code feature-codes}. */
final class FeatureCodesReader {
  private static final List<String> KEYS =
      List.of("login", "logout", "ready", "not-ready", "wrap-up-done", "conference");
  private static final Pattern CODE = Pattern.compile("[*#][0-9*#]{1,7}");
  private static final Scalar<String> DIALLED =
      new Scalar<>(
          "* or # and 1 to 7 more keys, such as \"*45\"",
          text -> Optional.of(text).filter(code -> CODE.matcher(code).matches()));

  private final Section codes;
  private final Mistakes mistakes;
  private final Set<String> seen = new HashSet<>();

  private FeatureCodesReader(Node node, Mistakes mistakes) {
    this.codes = Section.of(node, "feature-codes", KEYS, mistakes);
    this.mistakes = mistakes;
  }

  static FeatureCodes read(Node node, Mistakes mistakes) {
    FeatureCodesReader reader = new FeatureCodesReader(node, mistakes);
    FeatureCodes usual = FeatureCodes.DEFAULT;
    return new FeatureCodes(
        reader.code("login", usual.login(), node),
        reader.code("logout", usual.logout(), node),
        reader.code("ready", usual.ready(), node),
        reader.code("not-ready", usual.notReady(), node),
        reader.code("wrap-up-done", usual.wrapUpDone(), node),
        reader.code("conference", usual.conference(), node));
  }

  private String code(String key, String usual, Node section) {
    String code = codes.optional(key, DIALLED).orElse(usual);
    if (!seen.add(code)) {
      mistakes.add(
          codes.node(key).orElse(section), key + " is " + code + " as well", "each code once");
    }
    return code;
  }
}
