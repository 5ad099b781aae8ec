package usher.core.entry;

import java.time.LocalDateTime;

/**
 * A time at which nobody is there although the week says so.
 *
 * @param from included
 * @param to not included
 * @param why what the operator calls it
 */
public record Closure(LocalDateTime from, LocalDateTime to, String why) {

  boolean contains(LocalDateTime time) {
    return !time.isBefore(from) && time.isBefore(to);
  }
}
