package usher.sip.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static usher.sip.netty.Messages.options;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import usher.sip.message.SipMessage;
import usher.sip.message.SipRequest;
import usher.sip.message.SipWriter;
import usher.sip.transport.Flow;
import usher.sip.transport.TransportProtocol;

/** Datagrams that are served by the thread that acts on them. */
@Timeout(60)
class SocketThreadTest {
  private static final long HOUR_NS = TimeUnit.HOURS.toNanos(1);

  private final SocketThread thread = SocketThread.start("test-loop", transport());
  private final BlockingQueue<Thread> hearers = new ArrayBlockingQueue<>(100);
  private final BlockingQueue<Integer> numbers = new ArrayBlockingQueue<>(100);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final SipSockets server =
      new SipSockets(
          List.of(
              ListenAddress.parse("udp://127.0.0.1:0"), ListenAddress.parse("tcp://127.0.0.1:0")),
          StreamRules.PLAIN,
          1,
          Inbound::new,
          thread,
          transport());
  private final Heard answers = new Heard(100);
  private final SipSockets phone =
      new SipSockets(
          List.of(
              ListenAddress.parse("udp://127.0.0.1:0"), ListenAddress.parse("tcp://127.0.0.1:0")),
          StreamRules.PLAIN,
          1,
          _ -> answers);
  private volatile boolean running = true;

  IoTransport transport() {
    return IoTransport.best();
  }

  /** Answers at once, on the thread that hears. */
  private final class Inbound implements SipInbound {
    private final int number;

    Inbound(int number) {
      this.number = number;
    }

    @Override
    public boolean message(SipMessage message, Flow flow) {
      hearers.add(Thread.currentThread());
      numbers.add(number);
      if (flow.protocol() == TransportProtocol.UDP) {
        server.send(flow, SipWriter.response(200, (SipRequest) message, "t").toResponse());
      }
      return true;
    }

    @Override
    public boolean undeliverable(SipMessage message, Flow flow) {
      return true;
    }

    @Override
    public boolean connectionClosed(Flow flow) {
      return true;
    }
  }

  @BeforeEach
  void open() throws Exception {
    server.start();
    phone.start();
  }

  @AfterEach
  void close() {
    running = false;
    thread.wake();
    server.close();
    thread.close();
    phone.close();
  }

  private boolean isRunning() {
    return running;
  }

  private void work() {
    while (running) {
      server.flush();
      thread.sleep(HOUR_NS, this::isRunning);
    }
    ended.countDown();
  }

  private void say(TransportProtocol protocol, int cseq) {
    Flow flow = phone.bound(protocol).to(server.bound(protocol).local());
    phone.send(flow, options(protocol.name(), flow.local(), cseq));
    phone.flush();
  }

  @Test
  void theWorkHearsAndAnswersDatagramsWithoutAnyOtherThread() throws Exception {
    thread.execute(this::work);

    for (int i = 1; i <= 50; i++) {
      say(TransportProtocol.UDP, i);
      assertThat(answers.next(Heard.Message.class).response().status()).isEqualTo(200);
    }

    assertThat(hearers).extracting(Thread::getName).containsOnly("test-loop");
    assertThat(numbers).as("after those of the I/O threads").containsOnly(1);
  }

  @Test
  void connectionsAreServedByTheIoThread() throws Exception {
    say(TransportProtocol.TCP, 1);

    assertThat(numbers.poll(10, TimeUnit.SECONDS)).isZero();
  }

  @Test
  void datagramsAreHeardBeforeTheWorkBegins() throws Exception {
    say(TransportProtocol.UDP, 1);

    assertThat(hearers.poll(10, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void aWakeEndsASleepThatWouldBeLong() throws Exception {
    thread.execute(this::work);
    say(TransportProtocol.UDP, 1);
    answers.next(Heard.Message.class);

    running = false;
    thread.wake();

    assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whoMayNotSleepOnlyLooks() throws Exception {
    BlockingQueue<Long> looks = new ArrayBlockingQueue<>(1);
    thread.execute(() -> {
      thread.sleep(HOUR_NS, () -> false);
      thread.sleep(0, this::isRunning);
      looks.add(1L);
    });

    assertThat(looks.poll(10, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void afterWorkThatFailedSocketsAreServedAndOtherWorkIsTaken() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    thread.execute(() -> {
      begun.countDown();
      throw new IllegalStateException("planted");
    });
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    say(TransportProtocol.UDP, 1);
    assertThat(hearers.poll(10, TimeUnit.SECONDS)).isNotNull();

    thread.execute(this::work);
    say(TransportProtocol.UDP, 2);

    assertThat(answers.next(Heard.Message.class).response().status()).isEqualTo(200);
  }

  @Test
  void onlyOneWorkWaits() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    thread.execute(() -> {
      begun.countDown();
      work();
    });
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    thread.execute(() -> {});

    assertThatThrownBy(() -> thread.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);
  }
}
