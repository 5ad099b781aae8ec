package usher.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class NextHopTest {

  @Test
  void addressesAreReadWithAndWithoutBrackets() throws Exception {
    byte[] v4 = {127, 0, 7, 2};
    assertThat(NextHop.literal("127.0.7.2")).isEqualTo(InetAddress.getByAddress(v4));
    byte[] v6 = new byte[16];
    v6[15] = 1;
    assertThat(NextHop.literal("::1")).isEqualTo(InetAddress.getByAddress(v6));
    assertThat(NextHop.literal("[::1]")).isEqualTo(InetAddress.getByAddress(v6));
  }

  @Test
  void whatOnlyLooksLikeAnAddressIsNoAddress() {
    assertThat(NextHop.literal("999.1.1.1")).isNull();
    assertThat(NextHop.literal("1.2.3")).isNull();
    assertThat(NextHop.literal("a:b")).isNull();
    assertThat(NextHop.literal("phone.usher.test")).isNull();
  }
}
