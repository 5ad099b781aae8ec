package usher.core;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
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

  /** A file beside it that never rests must not keep it waiting. */
  private static final int WAITS_MAX = 10;

  private final WatchService watch;
  private final Path name;
  private final Runnable changed;

  private FileWatch(WatchService watch, Path name, Runnable changed) {
    this.watch = watch;
    this.name = name;
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
    FileWatch watch = new FileWatch(service, name(file), changed);
    Thread.ofPlatform().daemon().name("rules-watch").start(watch::run);
    return watch;
  }

  private static Path name(Path file) {
    return Optional.ofNullable(file.getFileName()).orElse(file);
  }

  private void run() {
    try {
      while (true) {
        if (concerns(watch.take())) {
          changed.run();
        }
      }
    } catch (InterruptedException | ClosedWatchServiceException _) {
      // Closed: nobody wants to know any more.
    }
  }

  /** Takes events until it is quiet; whether any of them may have changed the file. */
  private boolean concerns(WatchKey first) throws InterruptedException {
    boolean concerned = false;
    int waits = 0;
    @Nullable WatchKey key = first;
    while (key != null) {
      concerned |= key.pollEvents().stream().anyMatch(this::concerns);
      key.reset();
      key = ++waits < WAITS_MAX ? watch.poll(QUIET_MS, TimeUnit.MILLISECONDS) : null;
    }
    return concerned;
  }

  /** What is written to other files, such as a log beside this one, is no news. */
  private boolean concerns(WatchEvent<?> event) {
    return !event.kind().equals(StandardWatchEventKinds.ENTRY_MODIFY)
        || name.equals(event.context());
  }

  @Override
  public void close() throws IOException {
    watch.close();
  }
}
