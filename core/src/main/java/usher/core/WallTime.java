package usher.core;

import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A time as a clock on the wall shows it, which an autumn night shows twice and a spring night
 * leaves out; with an offset it is one instant.
 *
 * @param written a {@link LocalDateTime} or an {@link OffsetDateTime}
 */
record WallTime(TemporalAccessor written) {

  /** Reads {@code 2026-11-23T09:00} and {@code 2026-10-25T02:30+01:00}. */
  static final class Reader implements ITypeConverter<WallTime> {
    @Override
    public WallTime convert(String text) {
      try {
        return new WallTime(
            DateTimeFormatter.ISO_DATE_TIME.parseBest(
                text, OffsetDateTime::from, LocalDateTime::from));
      } catch (DateTimeParseException _) {
        throw new TypeConversionException(
            "\"" + text + "\" is no time such as 2026-11-23T09:00 or 2026-11-23T09:00+01:00");
      }
    }
  }

  /** The instant; of two the first, and behind a gap by its length. */
  ZonedDateTime in(ZoneId zone) {
    return written instanceof OffsetDateTime instant
        ? instant.atZoneSameInstant(zone)
        : LocalDateTime.from(written).atZone(zone);
  }

  /** What has to be said where the clock does not tell one instant. */
  Optional<String> doubt(ZonedDateTime meant) {
    if (written instanceof OffsetDateTime) {
      return Optional.empty();
    }
    LocalDateTime local = LocalDateTime.from(written);
    List<ZoneOffset> offsets = meant.getZone().getRules().getValidOffsets(local);
    String clocks = "clocks in " + meant.getZone();
    return switch (offsets.size()) {
      case 0 ->
          Optional.of(clocks + " never show " + local + ": taken for " + meant.toLocalDateTime());
      case 1 -> Optional.empty();
      default ->
          Optional.of(
              "%s show %s twice: taken for the first, not for %s%s"
                  .formatted(clocks, local, local, offsets.getLast()));
    };
  }
}
