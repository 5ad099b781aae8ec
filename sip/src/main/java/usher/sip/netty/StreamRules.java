package usher.sip.netty;

import org.jspecify.annotations.Nullable;

/**
 * How stream connections are treated.
 *
 * @param security certificates; null where neither TLS nor WSS is spoken
 * @param webSockets who may open a WebSocket
 */
public record StreamRules(
    StreamLimits limits, @Nullable StreamSecurity security, WebSocketRules webSockets) {
  /** Without TLS, and with no browser. */
  public static final StreamRules PLAIN =
      new StreamRules(StreamLimits.DEFAULT, null, WebSocketRules.NO_PAGES);
}
