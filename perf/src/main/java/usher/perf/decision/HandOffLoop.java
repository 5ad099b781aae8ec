package usher.perf.decision;

import java.util.function.Consumer;
import usher.core.loop.Inbox;
import usher.core.loop.SpscRing;
import usher.routing.Router;
import usher.routing.SilentEvents;

/** The router's side: takes commands out of the inbox, and puts offers and each command back. */
final class HandOffLoop extends SilentEvents {
  /** How many messages a ring holds; more are never under way. */
  static final int CAPACITY = 4_096;

  private static final int BATCH = 256;

  final Inbox<HandOff> in = new Inbox<>(CAPACITY);
  final SpscRing<HandOff> out = new SpscRing<>(CAPACITY);
  final Router router;
  private final HandOff[] offers = new HandOff[CAPACITY];
  private int offered;
  private volatile boolean stopped;

  HandOffLoop(CentreShape shape) {
    router = new Router(shape.plan, this);
    for (int i = 0; i < CAPACITY; i++) {
      offers[i] = new HandOff();
    }
  }

  /** Takes commands until told to stop. */
  void run() {
    Consumer<HandOff> take = this::take;
    Patience patience = new Patience();
    while (!stopped) {
      patience.after(in.drain(take, BATCH) > 0);
    }
  }

  void stop() {
    stopped = true;
  }

  private void take(HandOff command) {
    switch (command.kind) {
      case ARRIVE -> router.arrive((int) command.subject, command.atNs);
      case RELEASE -> router.released((int) command.subject, command.atNs);
      case ACCEPT -> router.accepted(command.subject, command.atNs);
      case CONNECT -> router.connected(command.subject, command.atNs);
      case OFFERED -> throw new IllegalStateException("an offer is no command");
    }
    put(command);
  }

  private void put(HandOff message) {
    if (!out.offer(message)) {
      throw new IllegalStateException("more messages under way than the ring holds");
    }
  }

  @Override
  public void offered(long offer, long call, int agent, int queue, long ringUntilNs) {
    HandOff message = offers[offered++ & (CAPACITY - 1)];
    message.kind = HandOff.Kind.OFFERED;
    message.subject = offer;
    message.agent = agent;
    put(message);
  }
}
