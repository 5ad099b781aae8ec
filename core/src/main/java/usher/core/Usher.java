package usher.core;

import java.nio.file.Path;
import usher.core.config.ConfigReader;
import usher.core.config.ConfigResult;

/** Temporary. */
public final class Usher {
  private Usher() {}

  /** Main. */
  public static void main(String[] args) throws Exception {
    switch (ConfigReader.read(Path.of(args[2]))) {
      case ConfigResult.Valid valid -> System.exit(Server.serve(valid.config()));
      case ConfigResult.Invalid invalid -> {
        invalid.errors().forEach(System.err::println);
        System.exit(2);
      }
    }
  }
}
