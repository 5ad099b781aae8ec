package usher.sip.netty;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From which pages a browser may open a WebSocket to us (RFC 6455 10.2). A browser says truthfully
 * which page asked; without the list, any page that an agent happens to look at could speak SIP in
 * the agent's network.
 *
 * @param origins such as {@code https://desk.example.com}, compared exactly; programs that are no
 *     browsers send none and are let in
 */
public record WebSocketRules(Set<String> origins) {
  /** No page at all. */
  public static final WebSocketRules NO_PAGES = new WebSocketRules(Set.of());

  public WebSocketRules {
    origins = Set.copyOf(origins);
  }

  boolean allows(@Nullable String origin) {
    return origin == null || origins.contains(origin);
  }
}
