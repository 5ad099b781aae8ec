package usher.sip.subscription;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Knows how things stand now. Called on the call loop. */
@FunctionalInterface
public interface LampSource {
  /**
   * The lamp of this resource, the user part of the URI that was subscribed to; null where there is
   * no such resource.
   */
  @Nullable Lamp lamp(String resource);

  /**
   * The resources of this list (RFC 4662), each once, in its order, never none; null where there is
   * no such list.
   *
   * @param list the user part of the URI
   */
  default @Nullable List<String> members(String list) {
    return null;
  }
}
