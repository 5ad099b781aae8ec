package usher.softphone.bulk;

import java.io.IOException;
import java.net.InetSocketAddress;

/** A socket of the fleet's. What it does besides sending is for threads other than the fleet's. */
interface PhoneSocket extends Line.Wire {
  /**
   * Its phones are behind another address from now on, of which they know nothing. Who speaks over
   * a stream loses his connection.
   *
   * @throws IOException where that address cannot be had
   */
  void moveTo(InetSocketAddress address) throws IOException;

  /** Its address, as its phones say it. */
  InetSocketAddress address();

  /** Somebody wants to hear what comes from now on. */
  void listen();

  /** Lets go of the address; what is said from now on is lost. */
  void close();
}
