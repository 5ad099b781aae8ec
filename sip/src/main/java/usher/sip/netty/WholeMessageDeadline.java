package usher.sip.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Ends a connection over which bytes came that are no whole message so much later. It sees the
 * bytes; {@link #whole()} is for who sees the messages.
 */
final class WholeMessageDeadline extends ChannelInboundHandlerAdapter {
  private final Duration limit;
  private @Nullable Future<?> deadline;

  WholeMessageDeadline(Duration limit) {
    this.limit = limit;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object bytes) {
    if (deadline == null) {
      deadline = Quietly.closeAfter(limit, ctx);
    }
    ctx.fireChannelRead(bytes);
  }

  /** A message is there; what came behind it begins to count with the next bytes. */
  void whole() {
    Quietly.cancel(deadline);
    deadline = null;
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    whole();
    ctx.fireChannelInactive();
  }
}
