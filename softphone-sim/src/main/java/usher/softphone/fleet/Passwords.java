package usher.softphone.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Knows each phone's password. */
@FunctionalInterface
public interface Passwords {
  /** What stands for the user in a rule. */
  String USER = "{user}";

  /** This user's, empty where he has none. */
  String of(String user);

  /** The same text for everybody, in which {@value #USER} stands for the user. */
  static Passwords rule(String rule) {
    return user -> rule.replace(USER, user);
  }

  /**
   * Those of a file with a line {@code user:password} for each; empty lines and those that begin
   * with {@code #} say nothing.
   *
   * @throws IOException where it cannot be read, or a line is no such line
   */
  static Passwords file(Path file) throws IOException {
    Map<String, String> passwords = new HashMap<>();
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        int colon = line.indexOf(':');
        if (colon <= 0) {
          throw new IOException(file + ":" + number + ": expected user:password");
        }
        passwords.put(line.substring(0, colon), line.substring(colon + 1));
      }
    }
    return user -> passwords.getOrDefault(user, "");
  }
}
