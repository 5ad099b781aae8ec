package usher.sip.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AcceptFaultsTest {
  private static final ListenAddress LISTENING = ListenAddress.parse("tcp://127.0.0.1:5060");
  private static final long START_NS = -5;
  private static final long MINUTE_NS = Duration.ofMinutes(1).toNanos();

  private final SocketCounters counters = new SocketCounters();
  private long nowNs = START_NS;
  private final AcceptFaults faults = new AcceptFaults(counters, () -> nowNs);

  @Test
  void eachIsCountedAndTheLogIsToldOnceAMinute() {
    assertThat(faults.add(LISTENING, "no file left")).isTrue();
    assertThat(faults.add(LISTENING, "no file left")).isFalse();
    nowNs = START_NS + MINUTE_NS - 1;
    assertThat(faults.add(LISTENING, "no file left")).isFalse();
    nowNs = START_NS + MINUTE_NS;
    assertThat(faults.add(LISTENING, "no file left")).isTrue();
    assertThat(counters.count(SocketEvent.CONNECTIONS_EXHAUSTED)).isEqualTo(4);
  }

  @Test
  void whatAListeningSocketMeetsEndsHere() {
    EmbeddedChannel socket = new EmbeddedChannel(faults.handler(LISTENING));

    socket.pipeline().fireExceptionCaught(new IOException("Too many open files"));

    socket.checkException();
    assertThat(counters.count(SocketEvent.CONNECTIONS_EXHAUSTED)).isEqualTo(1);
  }
}
