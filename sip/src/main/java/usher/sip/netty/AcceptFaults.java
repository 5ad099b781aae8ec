package usher.sip.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the connections that could not be taken, and tells the log why, once a minute at most:
 * whoever meets the limit meets it again and again. Any thread.
 *
 * <p>A listening socket ends with {@link #handler}. When the kernel has no connection to give, for
 * want of files as a rule, Netty lets that socket rest for a second; peers wait meanwhile.
 */
final class AcceptFaults {
  private static final Logger LOG = LoggerFactory.getLogger(AcceptFaults.class);
  private static final Duration BETWEEN_WORDS = Duration.ofMinutes(1);

  private final SocketCounters counters;
  private final LongSupplier clockNs;
  private final AtomicLong silentUntilNs;

  /** Tells the first one. */
  AcceptFaults(SocketCounters counters, LongSupplier clockNs) {
    this.counters = counters;
    this.clockNs = clockNs;
    silentUntilNs = new AtomicLong(clockNs.getAsLong());
  }

  /** A connection was not taken; says whether the log was told. */
  boolean add(ListenAddress at, String why) {
    counters.add(SocketEvent.CONNECTIONS_EXHAUSTED);
    long nowNs = clockNs.getAsLong();
    long until = silentUntilNs.get();
    boolean tells =
        nowNs - until >= 0 && silentUntilNs.compareAndSet(until, nowNs + BETWEEN_WORDS.toNanos());
    if (tells) {
      LOG.warn("{} takes no more connections: {}", at, why);
    }
    return tells;
  }

  /** The last handler of a listening socket. */
  ChannelInboundHandlerAdapter handler(ListenAddress at) {
    return new ChannelInboundHandlerAdapter() {
      @Override
      public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        add(at, String.valueOf(cause.getMessage()));
      }
    };
  }
}
