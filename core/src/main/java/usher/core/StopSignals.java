package usher.core;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGTERM and SIGINT, counted. A shutdown hook would hear only the first of them and could not end
 * the process with 0, hence the JDK's own signal class, through reflection because the compiler
 * cannot be told to stop warning about it.
 */
final class StopSignals {
  private static final Logger LOG = LoggerFactory.getLogger(StopSignals.class);

  private final Semaphore received = new Semaphore(0);

  private StopSignals() {}

  static StopSignals install() {
    StopSignals signals = new StopSignals();
    onSignal("TERM", signals.received::release);
    onSignal("INT", signals.received::release);
    return signals;
  }

  /** From now on, the signal runs the action, which must be quick, and does nothing else. */
  static void onSignal(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler run =
          (proxy, method, arguments) -> {
            action.run();
            return null;
          };
      Object runner =
          Proxy.newProxyInstance(StopSignals.class.getClassLoader(), new Class<?>[] {handler}, run);
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), runner);
    } catch (ReflectiveOperationException e) {
      LOG.warn("SIG{} cannot be handled here: it does what it does to any program", name, e);
    }
  }

  void awaitFirst() throws InterruptedException {
    received.acquire();
  }

  /** Waits at most so long; true where another signal came. */
  boolean awaitSecond(Duration limit) throws InterruptedException {
    return received.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS);
  }
}
