package usher.core.config;

import org.jspecify.annotations.Nullable;

/**
 * When something is open, and where calls go meanwhile.
 *
 * @param hours the name of the hours; null for always
 * @param closed outside of the hours; null where nothing was said
 * @param holiday on holidays; null for the same as when closed
 */
public record Doors(@Nullable String hours, @Nullable Way closed, @Nullable Way holiday) {

  /** Always open. */
  public static final Doors OPEN = new Doors(null, null, null);
}
