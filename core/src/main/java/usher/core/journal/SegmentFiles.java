package usher.core.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The segment files of one directory. Blocks; never called by the loop. */
interface SegmentFiles {

  /** {@code 0000000001.seg} and so on, so that the order of names is the order of segments. */
  Pattern NAME = Pattern.compile("(\\d{10})\\.seg");

  /** All there are, by number. */
  SortedMap<Long, Path> list() throws IOException;

  /**
   * Makes a segment whose space is certain: every byte was written as zero and forced, so that a
   * full disk shows here and not as a signal when the mapped memory is first stored to.
   */
  Segment create(long number) throws IOException;

  /** Removes a segment that was never used or is no longer wanted. */
  void delete(long number) throws IOException;

  /** Cuts off what a finished segment did not need. */
  void trim(Segment segment) throws IOException;

  static String name(long number) {
    return String.format(Locale.ROOT, "%010d.seg", number);
  }

  static Optional<Long> number(Path file) {
    Matcher name = NAME.matcher(file.getFileName().toString());
    return name.matches() ? Optional.of(Long.valueOf(name.group(1))) : Optional.empty();
  }
}
