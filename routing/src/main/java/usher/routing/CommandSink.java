package usher.routing;

import usher.routing.call.NewCall;

/**
 * Is told every command given to a {@link Router} before it takes effect, on the thread that gave
 * it. It may read the router, whose state is that after the command before; it must not command it.
 * What the router refuses with an exception because it could never make sense is not told.
 */
public interface CommandSink {
  /** Nobody listens. */
  CommandSink NONE = new Nobody();

  /**
   * A command other than an arrival; {@link Command} says what subject, a and b are.
   *
   * @param b 0 to 2^24 - 1
   * @param nowNs the instant as it was given
   */
  void command(Command what, long subject, int a, int b, long nowNs);

  /**
   * A call arrives.
   *
   * @param call filled anew for the next arrival: take what you need before you return
   */
  void arrival(NewCall call, long nowNs);

  /** The sink that takes nothing. */
  final class Nobody implements CommandSink {
    private Nobody() {}

    @Override
    public void command(Command what, long subject, int a, int b, long nowNs) {}

    @Override
    public void arrival(NewCall call, long nowNs) {}
  }
}
