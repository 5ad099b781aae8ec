package usher.sip.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundInvoker;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
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

  /** Closes the channel so much later, unless what it returns is cancelled before. */
  static Future<?> closeAfter(Duration limit, ChannelHandlerContext ctx) {
    return after(limit, ctx, () -> close(ctx));
  }

  static Future<?> after(Duration delay, ChannelHandlerContext ctx, Runnable task) {
    return ctx.executor().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  static void cancel(@Nullable Future<?> task) {
    if (task != null) {
      task.cancel(false);
    }
  }

  @SuppressWarnings("unused")
  static void ignore(Future<?> outcome) {}
}
