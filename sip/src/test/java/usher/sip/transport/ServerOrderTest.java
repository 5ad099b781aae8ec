package usher.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ServerOrderTest {
  private static LocatedServer server(int last, int priority, int weight) {
    InetAddress ip = InetAddress.ofLiteral("192.0.2." + last);
    return new LocatedServer(
        TransportProtocol.UDP, new InetSocketAddress(ip, 5060), priority, weight);
  }

  private static List<Integer> order(Random random, LocatedServer... servers) {
    return ServerOrder.of(List.of(servers), random::nextInt).stream()
        .map(each -> (int) each.address().getAddress().getAddress()[3])
        .toList();
  }

  @Test
  void theLowerPriorityComesFirstWhateverTheWeights() {
    Random random = new Random(1);
    for (int time = 0; time < 100; time++) {
      assertThat(order(random, server(1, 20, 1000), server(2, 10, 0))).containsExactly(2, 1);
    }
  }

  @Test
  void equalsComeFirstInProportionToTheirWeights() {
    Random random = new Random(1);
    int first = 0;
    for (int time = 0; time < 10_000; time++) {
      first += order(random, server(1, 1, 75), server(2, 1, 25)).getFirst() == 1 ? 1 : 0;
    }
    assertThat(first).isBetween(7_200, 7_700);
  }

  @Test
  void weightZeroIsRareButNeverLeftOut() {
    Random random = new Random(1);
    int first = 0;
    for (int time = 0; time < 10_000; time++) {
      List<Integer> order = order(random, server(1, 1, 99), server(2, 1, 0));
      assertThat(order).containsExactlyInAnyOrder(1, 2);
      first += order.getFirst() == 2 ? 1 : 0;
    }
    assertThat(first).isBetween(20, 250);
  }
}
