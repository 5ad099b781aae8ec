package usher.routing.tape;

import java.nio.ByteBuffer;

/** Where pieces of tape go. */
@FunctionalInterface
public interface TapeOutput {
  /**
   * Takes a piece, whole entries in their order.
   *
   * @param words from position to limit; filled anew after this returns
   */
  void take(ByteBuffer words);
}
