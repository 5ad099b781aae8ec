package usher.sip.media;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ThreadLocalRandom;

/** Loopback addresses that nobody else on this machine binds, so a test has all ports to itself. */
final class TestAddresses {
  private TestAddresses() {}

  static InetAddress loopback() {
    var random = ThreadLocalRandom.current();
    byte[] address = {127, part(random), part(random), part(random)};
    try {
      return InetAddress.getByAddress(address);
    } catch (UnknownHostException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static byte part(ThreadLocalRandom random) {
    return (byte) random.nextInt(1, 255);
  }
}
