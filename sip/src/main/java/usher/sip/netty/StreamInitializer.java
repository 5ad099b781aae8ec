package usher.sip.netty;

import io.netty.channel.ChannelInitializer;
import io.netty.channel.epoll.EpollSocketChannelConfig;
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
  /**
   * For how long bytes of ours may stay without the peer's kernel having taken them. Left alone, a
   * connection to a phone that lost its network looks open for a quarter of an hour.
   */
  private static final int UNHEARD_LIMIT_MS = 32_000;

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
    if (channel.config() instanceof EpollSocketChannelConfig epoll) {
      epoll.setTcpUserTimeout(UNHEARD_LIMIT_MS);
    }
    channel
        .pipeline()
        .addLast(new IdleStateHandler(0, 0, limits.idle().toNanos(), TimeUnit.NANOSECONDS))
        .addLast(new SipFramer(limits.wholeMessage()))
        .addLast(new StreamHandler(connection, limits));
  }
}
