package usher.softphone.bulk;

import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The sockets of one group of phones: one for datagrams, or a connection for each line. */
final class PhoneSockets {
  private final List<PhoneSocket> all = new ArrayList<>();
  private Predicate<Received> phones = _ -> false;
  private IntConsumer whenLost = _ -> {};

  private PhoneSockets() {}

  /**
   * Opens them; they hear nothing yet.
   *
   * @param connections over streams
   * @param tls what a secure transport needs
   * @throws IOException where there can be no such socket
   */
  static PhoneSockets open(Wiring wiring, Access access, int connections, @Nullable SslContext tls)
      throws IOException {
    PhoneSockets sockets = new PhoneSockets();
    Wiring.Ear ear = text -> wiring.heard(text, sockets.phones);
    if (!access.transport().reliable()) {
      sockets.all.add(DatagramSocket.open(wiring, access, ear));
      return sockets;
    }
    for (int i = 0; i < connections; i++) {
      int index = i;
      Runnable lost = () -> sockets.whenLost.accept(index);
      sockets.all.add(new StreamSocket(wiring, access, tls, ear, lost));
    }
    return sockets;
  }

  /**
   * From now on somebody hears what comes.
   *
   * @param listeners say whether a message was for one of them
   * @param lost is told the index of a connection that is gone
   */
  void serve(Predicate<Received> listeners, IntConsumer lost) {
    phones = listeners;
    whenLost = lost;
    all.forEach(PhoneSocket::listen);
  }

  /** In the order of their lines. */
  List<PhoneSocket> all() {
    return all;
  }

  void moveTo(InetSocketAddress address) throws IOException {
    for (PhoneSocket socket : all) {
      socket.moveTo(address);
    }
  }

  void close() {
    all.forEach(PhoneSocket::close);
  }
}
