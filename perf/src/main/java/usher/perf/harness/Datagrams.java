package usher.perf.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What Linux says of datagram sockets. */
final class Datagrams {
  private static final int LOCAL = 1;
  private static final int LEAST_FIELDS = 13;

  private Datagrams() {}

  /** Datagrams that came to our loopback addresses (127.0.8.0/24) and found no room. */
  static long dropped() throws IOException {
    return dropped("08007F:");
  }

  /** Datagrams that came to this port there and found no room. */
  static long dropped(int port) throws IOException {
    return dropped("08007F:" + String.format(Locale.ROOT, "%04X", port));
  }

  /** Whether somebody listens at this port there. */
  static boolean isBound(int port) throws IOException {
    String part = "08007F:" + String.format(Locale.ROOT, "%04X", port);
    return !in(Path.of("/proc/net/udp"), part).isEmpty();
  }

  /** Java's sockets are of both families, and listed as IPv6 also where they speak IPv4. */
  private static long dropped(String part) throws IOException {
    return droppedIn(Path.of("/proc/net/udp"), part) + droppedIn(Path.of("/proc/net/udp6"), part);
  }

  private static List<String[]> in(Path file, String part) throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    return Files.readAllLines(file).stream()
        .map(line -> line.strip().split(" +", -1))
        .filter(fields -> fields.length >= LEAST_FIELDS && fields[LOCAL].contains(part))
        .toList();
  }

  private static long droppedIn(Path file, String part) throws IOException {
    return in(file, part).stream()
        .mapToLong(fields -> Long.parseLong(fields[fields.length - 1]))
        .sum();
  }
}
