package usher.clients;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Addresses and ports for one test, such that tests of several processes do not meet. */
final class Loopback {
  /** The one of IPv6, which everybody shares. */
  static final String V6 = "0:0:0:0:0:0:0:1";

  /** Two ports apart, because a SIP port reserves the next one for TLS. */
  private static final int STEP = 2;

  private static final int FIRST_PORT = 10_000;
  private static final int PORTS = 9_000;
  private static final InetAddress LOCALHOST = InetAddress.getLoopbackAddress();
  private static final long PID = ProcessHandle.current().pid();
  private static final AtomicInteger ADDRESSES = new AtomicInteger();
  private static final AtomicInteger TRIES = new AtomicInteger((int) (PID * 64 % PORTS));

  private Loopback() {}

  /**
   * An address of 127.0.0.0/8 that nobody else here uses (two bytes of it are this process's id):
   * all its ports are free.
   */
  static String address() {
    int number = ADDRESSES.incrementAndGet();
    if (number > 254) {
      throw new AssertionError("One test run asked for more than 254 addresses");
    }
    return "127.%d.%d.%d".formatted(64 + (PID >> 8) % 128, PID & 0xff, number);
  }

  /**
   * A port of 127.0.0.1 that is free, and the next one too, for UDP and TCP. For programs that can
   * use no other address.
   */
  static int portPair() {
    for (int tried = 0; tried < PORTS; tried += STEP) {
      int port = FIRST_PORT + TRIES.getAndAdd(STEP) % PORTS / STEP * STEP;
      if (free(port) && free(port + 1)) {
        return port;
      }
    }
    throw new AssertionError("No free pair of ports on 127.0.0.1");
  }

  private static boolean free(int port) {
    try (ServerSocket tcp = new ServerSocket(port, 1, LOCALHOST);
        DatagramSocket udp = new DatagramSocket(new InetSocketAddress(LOCALHOST, port))) {
      return tcp.isBound() && udp.isBound();
    } catch (IOException taken) {
      return false;
    }
  }

  /**
   * Whether some program has bound a UDP or TCP socket to the port. Asks the kernel, for a try
   * would be in its way.
   */
  static boolean isBound(String address, int port) {
    String socket = " %s:%04X ".formatted(hex(address), port);
    return Stream.of("/proc/net/udp", "/proc/net/tcp")
        .anyMatch(table -> Texts.read(Path.of(table)).contains(socket));
  }

  /**
   * An IPv4 address as the kernel prints it: one number, on a machine that puts the last byte
   * first.
   */
  private static String hex(String address) {
    String[] bytes = address.split("\\.", -1);
    return "%02X%02X%02X%02X"
        .formatted(
            Integer.parseInt(bytes[3]),
            Integer.parseInt(bytes[2]),
            Integer.parseInt(bytes[1]),
            Integer.parseInt(bytes[0]));
  }
}
