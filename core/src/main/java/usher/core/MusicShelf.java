package usher.core;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import usher.core.config.QueueConfig;
import usher.core.config.UsherConfig;
import usher.sip.media.AudioClip;

/** The music of every queue, each file read once and before the first call. */
final class MusicShelf {
  private final Map<String, AudioClip> byQueue = new HashMap<>();
  private final AudioClip usual = AudioClip.defaultMusic();

  private MusicShelf() {}

  /** Reads all files; fails with the name of the first that cannot be used. */
  static MusicShelf load(UsherConfig config) throws IOException {
    MusicShelf shelf = new MusicShelf();
    Map<Path, AudioClip> byFile = new HashMap<>();
    for (QueueConfig queue : config.queues().values()) {
      Path file = queue.music();
      if (file != null) {
        shelf.byQueue.put(queue.name(), read(file, byFile));
      }
    }
    return shelf;
  }

  private static AudioClip read(Path file, Map<Path, AudioClip> known) throws IOException {
    AudioClip clip = known.get(file);
    if (clip == null) {
      clip = AudioClip.load(file);
      known.put(file, clip);
    }
    return clip;
  }

  AudioClip of(String queue) {
    return byQueue.getOrDefault(queue, usual);
  }
}
