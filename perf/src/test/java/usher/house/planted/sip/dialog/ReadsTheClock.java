package usher.house.planted.sip.dialog;

import java.time.Instant;
import java.util.function.LongSupplier;

/** Once by a call, once by a reference. */
record ReadsTheClock(Instant at, LongSupplier clock) {

  ReadsTheClock() {
    this(Instant.now(), System::nanoTime);
  }
}
