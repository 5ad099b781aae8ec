package usher.sip.netty;

import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts the handlers into a new stream channel: silence ends it, bytes become frames, frames become
 * messages.
 */
final class StreamInitializer extends ChannelInitializer<SocketChannel> {
  private final StreamLimits limits;
  private final Function<SocketChannel, @Nullable StreamConnection> connectionOf;

  /**
   * @param connectionOf the connection that a channel belongs to; null closes it
   */
  StreamInitializer(
      StreamLimits limits, Function<SocketChannel, @Nullable StreamConnection> connectionOf) {
    this.limits = limits;
    this.connectionOf = connectionOf;
  }

  @Override
  protected void initChannel(SocketChannel channel) {
    StreamConnection connection = connectionOf.apply(channel);
    if (connection == null) {
      Quietly.close(channel);
      return;
    }
    channel
        .pipeline()
        .addLast(new IdleStateHandler(0, 0, limits.idle().toNanos(), TimeUnit.NANOSECONDS))
        .addLast(new SipFramer(limits.wholeMessage()))
        .addLast(new StreamHandler(connection, limits));
  }
}
