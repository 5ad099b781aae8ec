package usher.core.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads secrets, sealed or as they are, and {@code secrets}, which names the keys. Those are looked
 * at when the first sealed secret is met: a text without any needs none.
 */
final class SecretReader {
  static final int KEYS_MAX = 16;

  private static final List<String> KEYS = List.of("keys");
  private static final String HOW = "secrets: { keys: [ secrets.key ] }";

  private final @Nullable Node keys;
  private final Path base;
  private final Mistakes mistakes;
  private @Nullable Map<String, SealingKey> byId;

  /**
   * @param secrets null where nothing is said
   * @param base what a relative path is relative to
   */
  SecretReader(@Nullable Node secrets, Path base, Mistakes mistakes) {
    this.base = base;
    this.mistakes = mistakes;
    this.keys =
        secrets == null
            ? null
            : Section.of(secrets, "secrets", KEYS, mistakes).required("keys", HOW).orElse(null);
  }

  /** The secret of this key; empty, and said why, if there is none that could be used. */
  Optional<Secret> read(Node node, String key, Scalar<Secret> kind) {
    Optional<String> sealedBy = Section.text(node).flatMap(SealingKey::keyOf);
    return sealedBy.isEmpty()
        ? Section.scalar(node, key, kind, mistakes)
        : open(node, key, sealedBy.get()).flatMap(text -> checked(node, key, kind, text));
  }

  private Optional<String> open(Node node, String key, String id) {
    if (keys == null) {
      mistakes.add(node, key + " is sealed, and there is no key to open it", HOW);
      return Optional.empty();
    }
    SealingKey by = keys(keys).get(id);
    if (by == null) {
      String problem = key + " is sealed by key " + id + ", which is not among those of secrets";
      mistakes.add(node, problem, "one of " + keys(keys).keySet());
      return Optional.empty();
    }
    Optional<String> text = Section.text(node).flatMap(by::open);
    if (text.isEmpty()) {
      mistakes.add(node, key + " cannot be opened by key " + id, "it as it was sealed");
    }
    return text;
  }

  private Optional<Secret> checked(Node node, String key, Scalar<Secret> kind, String text) {
    Optional<Secret> value = kind.parse().apply(text);
    if (value.isEmpty()) {
      mistakes.add(node, "what is sealed in " + key + " is unusable", kind.expected());
    }
    return value;
  }

  private Map<String, SealingKey> keys(Node list) {
    if (byId == null) {
      byId = new TreeMap<>();
      Map<String, SealingKey> read = byId;
      Section.list(list, "keys", KEYS_MAX, mistakes, item -> key(item, read));
    }
    return byId;
  }

  private Optional<SealingKey> key(Node item, Map<String, SealingKey> read) {
    Optional<Path> file = Section.scalar(item, "key", Scalar.PATH, mistakes).map(base::resolve);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      SealingKey key = SealingKey.load(file.get());
      if (read.putIfAbsent(key.id(), key) != null) {
        mistakes.add(item, "a second key is named " + key.id(), "a name of its own");
      }
      return Optional.of(key);
    } catch (IOException e) {
      mistakes.add(item, String.valueOf(e.getMessage()), "a key, as usher config key makes one");
      return Optional.empty();
    }
  }
}
