package usher.core.config;

import java.util.Map;

/**
 * Where the parts of a configuration stand in its text, by their path, such as {@code
 * queues.sales.steps.1}. Immutable.
 */
public final class Places {

  /**
   * A place in a file.
   *
   * @param source the file's name
   * @param line from 1
   * @param column from 1
   */
  public record Place(String source, int line, int column) {

    /** {@code file:line:column}. */
    @Override
    public String toString() {
      return source + ":" + line + ":" + column;
    }
  }

  private final String source;
  private final Map<String, Place> byPath;

  Places(String source, Map<String, Place> byPath) {
    this.source = source;
    this.byPath = Map.copyOf(byPath);
  }

  /** Where a part stands, or the nearest part around it that has a place. */
  public Place of(String path) {
    Place place = byPath.get(path);
    int dot = path.lastIndexOf('.');
    if (place == null && dot > 0) {
      return of(path.substring(0, dot));
    }
    return place == null ? new Place(source, 1, 1) : place;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Places places && places.byPath.equals(byPath);
  }

  @Override
  public int hashCode() {
    return byPath.hashCode();
  }

  @Override
  public String toString() {
    return byPath.size() + " places in " + source;
  }
}
