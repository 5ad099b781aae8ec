package usher.house.planted.core.call;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** A lock, a thread and a file; naming a unit of time is no offence. */
record LocksAndSleeps(ReentrantLock lock, Thread thread, TimeUnit unit) {

  static String read(Path file) throws IOException {
    return Files.readString(file);
  }
}
