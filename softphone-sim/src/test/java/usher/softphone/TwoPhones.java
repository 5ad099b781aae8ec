package usher.softphone;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import usher.sip.media.SimulatedMediaPlane;
import usher.sip.transport.TransportProtocol;
import usher.softphone.chance.Seed;
import usher.softphone.network.LinkQuality;
import usher.softphone.network.SimulatedHost;
import usher.softphone.network.SimulatedNetwork;

/** Alice and Bob, each with a machine of their own, calling one another without a server. */
final class TwoPhones {
  static final long SECOND_NS = 1_000_000_000L;
  private static final int PORT = 5060;

  final SimulatedNetwork network;
  final Diary alicesDiary = new Diary();
  final Diary bobsDiary = new Diary();
  final PhoneHost alicesHost;
  final PhoneHost bobsHost;
  final SimulatedHost alicesMachine;
  final SimulatedHost bobsMachine;
  final Softphone alice;
  final Softphone bob;

  TwoPhones(long seed, LinkQuality quality) {
    this(seed, quality, 5_000);
  }

  /** The same with so many calls' media ports for each of the two. */
  TwoPhones(long seed, LinkQuality quality, int mediaPorts) {
    network = new SimulatedNetwork(new Seed(seed));
    network.quality(quality);
    alicesMachine = network.host("alice", address(1));
    bobsMachine = network.host("bob", address(2));
    alicesHost = host(alicesMachine, 1, seed, mediaPorts);
    bobsHost = host(bobsMachine, 2, seed, mediaPorts);
    alice = alicesHost.phone(new Account("alice", "usher.test", "", null), alicesDiary);
    bob = bobsHost.phone(new Account("bob", "usher.test", "", null), bobsDiary);
  }

  static InetSocketAddress address(int last) {
    try {
      InetAddress ip = InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
      return new InetSocketAddress(ip, PORT);
    } catch (java.net.UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  static PhoneHost host(SimulatedHost machine, int last, long seed) {
    return host(machine, last, seed, 5_000);
  }

  private static PhoneHost host(SimulatedHost machine, int last, long seed, int mediaPorts) {
    Map<TransportProtocol, InetSocketAddress> locals = machine.locals();
    var media = new SimulatedMediaPlane(address(last).getAddress(), 20_000, mediaPorts);
    var host =
        new PhoneHost(
            machine, locals, SimulatedNetwork.START_NS, media, new Seed(seed).of("host " + last));
    machine.run(host);
    return host;
  }

  static String bobsAddress() {
    return "sip:bob@10.0.0.2:5060";
  }

  /** Alice at a machine that has media ports. */
  Softphone richAlice() {
    PhoneHost host = host(network.host("rich", address(3)), 3, 3);
    return host.phone(new Account("alice", "usher.test", "", null), alicesDiary);
  }

  void run(Duration length) {
    network.runFor(length.toNanos());
  }

  /** Until neither has a call, and the stacks have forgotten all of them. */
  boolean runUntilNothingIsLeft() {
    return network.runUntilIdle(network.nowNs() + Duration.ofMinutes(30).toNanos());
  }
}
