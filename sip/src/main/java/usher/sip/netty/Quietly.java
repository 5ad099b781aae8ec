package usher.sip.netty;

import io.netty.channel.ChannelOutboundInvoker;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of Netty without waiting for the outcome, because what follows is heard of anyway
 * or does not matter.
 */
final class Quietly {
  private Quietly() {}

  /** The handlers hear of it by {@code channelInactive}. */
  static void close(ChannelOutboundInvoker channel) {
    ignore(channel.close());
  }

  static void cancel(@Nullable Future<?> task) {
    if (task != null) {
      task.cancel(false);
    }
  }

  @SuppressWarnings("unused")
  static void ignore(Future<?> outcome) {}
}
