package usher.core.entry;

import dev.cel.runtime.CelVariableResolver;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.AbstractMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The facts under the names that conditions use; the time only where one asks for it. */
final class LocalFacts implements CelVariableResolver {

  private final CallFacts facts;
  private final ZoneId zone;
  private @Nullable LocalDateTime now;

  LocalFacts(CallFacts facts, ZoneId zone) {
    this.facts = facts;
    this.zone = zone;
  }

  @Override
  public Optional<Object> find(String name) {
    return switch (name) {
      case "to" -> Optional.of(facts.to());
      case "domain" -> Optional.of(facts.domain());
      case "from" -> Optional.of(facts.from());
      case "trunk" -> Optional.of(facts.trunk());
      case "diverted" -> Optional.of(facts.diverted());
      case "source" -> Optional.of(facts.source());
      case "attributes" -> Optional.of(new Texts(facts.attributes()::get));
      case ConditionReader.HEADERS -> Optional.of(new Texts(facts.headers()::value));
      case "now.hour" -> Optional.of((long) now().getHour());
      case "now.minute" -> Optional.of((long) now().getMinute());
      case "now.day" -> Optional.of((long) now().getDayOfMonth());
      case "now.month" -> Optional.of((long) now().getMonthValue());
      case "now.weekday" -> Optional.of(weekday());
      case "now.date" -> Optional.of(now().toLocalDate().toString());
      case "now.time" -> Optional.of("%02d:%02d".formatted(now().getHour(), now().getMinute()));
      default -> Optional.empty();
    };
  }

  private LocalDateTime now() {
    LocalDateTime known = now;
    if (known == null) {
      known = LocalDateTime.ofInstant(Instant.ofEpochMilli(facts.epochMs()), zone);
      now = known;
    }
    return known;
  }

  private String weekday() {
    return now().getDayOfWeek().name().substring(0, 3).toLowerCase(Locale.ROOT);
  }

  /** Where a text that is missing is an empty one, a condition needs not ask twice. */
  private static final class Texts extends AbstractMap<String, String> {
    private interface Source {
      @Nullable String of(String name);
    }

    private final Source source;

    Texts(Source source) {
      this.source = source;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
      return key instanceof String;
    }

    @Override
    public String get(@Nullable Object key) {
      String value = key instanceof String name ? source.of(name) : null;
      return value == null ? "" : value;
    }

    @Override
    public Set<Map.Entry<String, String>> entrySet() {
      return Set.of();
    }
  }
}
