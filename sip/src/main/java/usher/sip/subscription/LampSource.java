package usher.sip.subscription;

import org.jspecify.annotations.Nullable;

/** Knows how things stand now. Called on the call loop. */
@FunctionalInterface
public interface LampSource {
  /**
   * The lamp of this resource, the user part of the URI that was subscribed to; null where there is
   * no such resource.
   */
  @Nullable Lamp lamp(String resource);
}
