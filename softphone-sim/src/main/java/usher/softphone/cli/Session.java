package usher.softphone.cli;

import java.time.Duration;
import usher.softphone.results.Measurement;

/** What a {@link Run} runs. Everything but {@link #summary} is called on the phones' thread. */
interface Session {
  void start();

  /** No more calls; those under way may end by themselves. */
  void finish();

  /** Everything is ended now. */
  void stop();

  /** Whether nothing is under way any more, and nothing more will come. */
  boolean isDone();

  /** One line about how it stands. */
  String status(Duration elapsed);

  /** What was measured, and what was not as it should be. */
  Measurement measured();

  /** The table at the end; good where nothing was wrong in what was measured. */
  Summary summary();
}
