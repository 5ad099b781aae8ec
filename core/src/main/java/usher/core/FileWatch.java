package usher.core;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a file may have changed. Its whole directory is watched, because editors write a new
 * file and rename it, and mounted volumes change a link elsewhere in it: whoever is told looks for
 * himself.
 */
final class FileWatch implements AutoCloseable {
  /** An editor that writes in place is waited for. */
  private static final long QUIET_MS = 200;

  private final WatchService watch;
  private final Runnable changed;

  private FileWatch(WatchService watch, Runnable changed) {
    this.watch = watch;
    this.changed = changed;
  }

  /**
   * Begins to watch.
   *
   * @param changed run on a thread of this watch
   */
  static FileWatch start(Path file, Runnable changed) throws IOException {
    Path directory = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("/"));
    WatchService service = directory.getFileSystem().newWatchService();
    directory.register(
        service,
        StandardWatchEventKinds.ENTRY_CREATE,
        StandardWatchEventKinds.ENTRY_MODIFY,
        StandardWatchEventKinds.ENTRY_DELETE);
    FileWatch watch = new FileWatch(service, changed);
    Thread.ofPlatform().daemon().name("rules-watch").start(watch::run);
    return watch;
  }

  private void run() {
    try {
      while (true) {
        WatchKey key = watch.take();
        settle(key);
        changed.run();
      }
    } catch (InterruptedException | ClosedWatchServiceException _) {
      // Closed: nobody wants to know any more.
    }
  }

  private void settle(WatchKey first) throws InterruptedException {
    @Nullable WatchKey key = first;
    while (key != null) {
      key.pollEvents();
      key.reset();
      key = watch.poll(QUIET_MS, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void close() throws IOException {
    watch.close();
  }
}
