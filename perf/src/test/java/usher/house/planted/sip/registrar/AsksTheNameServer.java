package usher.house.planted.sip.registrar;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Blocks until the name server has answered. */
record AsksTheNameServer(InetAddress address) {

  static AsksTheNameServer of(String host) throws UnknownHostException {
    return new AsksTheNameServer(InetAddress.getByName(host));
  }
}
