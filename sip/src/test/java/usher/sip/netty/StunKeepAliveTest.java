package usher.sip.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import usher.sip.transport.TransportProtocol;

class StunKeepAliveTest {
  /** RFC 5769 2.2 and 2.3 answer a request with this transaction. */
  private static final String TRANSACTION = "b7e7a701bc34d686fa87dfae";

  private static final String REQUEST = "000100002112a442" + TRANSACTION;

  private static @Nullable String answer(String request, String ip, int port) {
    ByteBuf bytes = Unpooled.wrappedBuffer(HexFormat.of().parseHex(request));
    InetSocketAddress source = new InetSocketAddress(InetAddress.ofLiteral(ip), port);
    ByteBuf answer = StunKeepAlive.answer(bytes, source, ByteBufAllocator.DEFAULT);
    return answer == null ? null : ByteBufUtil.hexDump(answer);
  }

  /** The addresses as the test vectors of RFC 5769 write them. */
  @Test
  void aPhoneLearnsItsAddressAsOthersSeeIt() {
    assertThat(answer(REQUEST, "192.0.2.1", 32853))
        .isEqualTo("0101000c2112a442" + TRANSACTION + "002000080001a147e112a643");
    assertThat(answer(REQUEST, "2001:db8:1234:5678:11:2233:4455:6677", 32853))
        .isEqualTo(
            "010100182112a442" + TRANSACTION + "002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9");
  }

  @Test
  void attributesThatMayBePassedOverAre() {
    String software = "802200046162636400000000".substring(0, 16);
    assertThat(answer("000100082112a442" + TRANSACTION + software, "192.0.2.1", 1)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "000100002112a443b7e7a701bc34d686fa87dfae",
        "000100042112a442b7e7a701bc34d686fa87dfae",
        "000100002112a442b7e7a701bc34d686fa87df",
        "001100002112a442b7e7a701bc34d686fa87dfae",
        "000100082112a442b7e7a701bc34d686fa87dfae0006000461626364",
        "000100082112a442b7e7a701bc34d686fa87dfae8022000861626364",
        "000100022112a442b7e7a701bc34d686fa87dfae8022"
      })
  void whatIsNoPlainBindingRequestGetsNoAnswer(String datagram) {
    assertThat(answer(datagram, "192.0.2.1", 1)).isNull();
  }

  @Test
  @Timeout(60)
  void theSocketOfSipAnswersAndGivesNothingToTheCallLoop() throws Exception {
    Heard heard = new Heard(10);
    byte[] request = HexFormat.of().parseHex(REQUEST);
    List<ListenAddress> udp = List.of(ListenAddress.parse("udp://127.0.0.1:0"));
    try (SipSockets server = new SipSockets(udp, StreamRules.PLAIN, 1, _ -> heard);
        DatagramSocket phone = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      server.start();
      phone.setSoTimeout(10_000);
      phone.connect(server.bound(TransportProtocol.UDP).local());
      phone.send(new DatagramPacket(request, request.length));
      DatagramPacket answer = new DatagramPacket(new byte[100], 100);
      phone.receive(answer);
      byte[] bytes = Arrays.copyOf(answer.getData(), answer.getLength());
      assertThat(HexFormat.of().formatHex(bytes))
          .isEqualTo(answer(REQUEST, "127.0.0.1", phone.getLocalPort()));
      assertThat(bytes.length).isLessThan(3 * request.length);
      assertThat(server.counters().count(SocketEvent.KEEP_ALIVE)).isEqualTo(1);
      assertThat(heard.isEmpty()).isTrue();
    }
  }
}
