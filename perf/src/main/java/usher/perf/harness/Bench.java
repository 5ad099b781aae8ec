package usher.perf.harness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import usher.softphone.results.Measurement;

/** Has the server that the next scenario needs, warm; keeps it as long as the next one will do. */
final class Bench implements AutoCloseable {
  private final Options options;
  private final Progress console;
  private final Map<Arrangement, Double> peaks = new HashMap<>();
  private @Nullable Stage stage;
  private final List<Measurement> accounts = new ArrayList<>();

  Bench(Options options, Progress console) {
    this.options = options;
    this.console = console;
  }

  Options options() {
    return options;
  }

  Progress console() {
    return console;
  }

  /** Server and agents so arranged, warm. */
  Stage stage(Arrangement arrangement) throws IOException {
    Stage standing = stage;
    if (standing != null && standing.arrangement().equals(arrangement)) {
      return standing;
    }
    endStage();
    Stage opened = open(arrangement);
    stage = opened;
    warmUp(opened);
    return opened;
  }

  /** The same beside the one that stands; whoever asks for it ends it. */
  Stage another(Arrangement arrangement) throws IOException {
    Stage opened = open(arrangement);
    try {
      warmUp(opened);
      return opened;
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private Stage open(Arrangement arrangement) throws IOException {
    console.println("starting the server for " + arrangement);
    return Stage.open(console, options, arrangement);
  }

  private void warmUp(Stage opened) throws IOException {
    opened.warmUp(Stage.calls(options.warmUpRate(), options.warmUpS()));
  }

  /** Stops the server that stands, if one does; its accounts wait to be taken. */
  void endStage() throws IOException {
    Stage standing = stage;
    stage = null;
    if (standing != null) {
      end(standing);
    }
  }

  /** Stops this server; its accounts wait to be taken. */
  void end(Stage standing) throws IOException {
    try (standing) {
      accounts.add(standing.accounts());
    } catch (IOException | RuntimeException e) {
      accounts.add(
          new Measurement("accounts of " + standing.arrangement())
              .require(false, String.valueOf(e.getMessage())));
    }
    unpin(standing);
  }

  private static void unpin(Stage stage) throws IOException {
    if (stage.arrangement().pinned() && Pins.possible()) {
      Pins.takeAll();
    }
  }

  /** The accounts of the servers that stopped, each once. */
  List<Measurement> takeAccounts() {
    List<Measurement> taken = List.copyOf(accounts);
    accounts.clear();
    return taken;
  }

  /** The highest rate found so far with this arrangement, or what the command line says; or 0. */
  double peak(Arrangement arrangement) {
    return options.peak().orElse(peaks.getOrDefault(arrangement, 0.0));
  }

  void foundPeak(Arrangement arrangement, double perS) {
    peaks.put(arrangement, perS);
  }

  /** Closes without accounts: something went wrong before. */
  @Override
  public void close() throws IOException {
    Stage standing = stage;
    stage = null;
    if (standing != null) {
      standing.close();
      unpin(standing);
    }
  }
}
