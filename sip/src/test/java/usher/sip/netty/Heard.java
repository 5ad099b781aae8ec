package usher.sip.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import usher.sip.message.Overload;
import usher.sip.message.SipMessage;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.transport.Flow;

/** Keeps what an I/O thread told, until the test asks. Room for so much, then it is full. */
final class Heard implements SipInbound {
  sealed interface Event {}

  record Message(SipMessage message, Flow flow) implements Event {
    SipRequest request() {
      return (SipRequest) message;
    }

    SipResponse response() {
      return (SipResponse) message;
    }
  }

  record Undeliverable(SipMessage message, Flow flow) implements Event {}

  record Closed(Flow flow) implements Event {}

  private static final int WAIT_S = 10;

  private final BlockingQueue<Event> events;

  Heard(int room) {
    this.events = new ArrayBlockingQueue<>(room);
  }

  /** What {@link SipSocketsTest} looks for. */
  @Override
  public Overload load() {
    return new Overload(0, 25, 12_345);
  }

  @Override
  public boolean message(SipMessage message, Flow flow) {
    return events.offer(new Message(message, flow));
  }

  @Override
  public boolean undeliverable(SipMessage message, Flow flow) {
    return events.offer(new Undeliverable(message, flow));
  }

  @Override
  public boolean connectionClosed(Flow flow) {
    return events.offer(new Closed(flow));
  }

  <T extends Event> T next(Class<T> type) throws InterruptedException {
    Event event = events.poll(WAIT_S, TimeUnit.SECONDS);
    assertThat(event).isInstanceOf(type);
    return type.cast(event);
  }

  /** Leaves out what comes before. */
  void skipTo(Class<? extends Event> type) throws InterruptedException {
    Event event = events.poll(WAIT_S, TimeUnit.SECONDS);
    while (event != null && !type.isInstance(event)) {
      event = events.poll(WAIT_S, TimeUnit.SECONDS);
    }
    assertThat(event).isInstanceOf(type);
  }

  boolean isEmpty() {
    return events.isEmpty();
  }
}
