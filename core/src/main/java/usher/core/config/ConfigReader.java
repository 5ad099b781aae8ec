package usher.core.config;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads and checks a configuration. What is wrong with it is a value, not an exception. Relative
 * paths in it are taken from the directory of the file.
 */
public final class ConfigReader {

  private ConfigReader() {}

  /** Reads a file; blocks. */
  public static ConfigResult read(Path file) {
    Path base = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of(""));
    try {
      if (Files.size(file) > YamlDocument.CHARS_MAX) {
        return unreadable(file, "is too large", "at most " + YamlDocument.CHARS_MAX + " bytes");
      }
      return read(Files.readString(file), file.toString(), base);
    } catch (NoSuchFileException _) {
      return unreadable(file, "does not exist", "a YAML file");
    } catch (CharacterCodingException _) {
      return unreadable(file, "is not UTF-8", "a YAML file in UTF-8");
    } catch (IOException e) {
      String why = e.getClass().getSimpleName() + " " + Quoted.line(String.valueOf(e.getMessage()));
      return unreadable(file, "cannot be read (" + why + ")", "a readable YAML file");
    }
  }

  /**
   * Reads text from anywhere.
   *
   * @param source what error messages call it
   * @param base what relative paths are relative to
   * @throws IOException if {@code text} does
   */
  public static ConfigResult read(Reader text, String source, Path base) throws IOException {
    StringWriter whole = new StringWriter();
    text.transferTo(whole);
    return read(whole.toString(), source, base);
  }

  /**
   * Reads text.
   *
   * @param source what error messages call it
   * @param base what relative paths are relative to
   */
  public static ConfigResult read(String text, String source, Path base) {
    Mistakes mistakes = new Mistakes(source, text);
    Optional<Node> root = YamlDocument.compose(text, mistakes);
    Optional<UsherConfig> config =
        root.flatMap(node -> new ServerReader(node, base, mistakes).read());
    return config.isPresent() && mistakes.none()
        ? new ConfigResult.Valid(
            config.get(),
            sha256(text),
            mistakes.places(),
            SecretFree.text(text, root.orElseThrow()))
        : new ConfigResult.Invalid(mistakes.inOrderOfPlace());
  }

  private static ConfigResult unreadable(Path file, String problem, String expected) {
    return new ConfigResult.Invalid(
        List.of(new ConfigError(file.toString(), 1, 1, "the file " + problem, expected)));
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
