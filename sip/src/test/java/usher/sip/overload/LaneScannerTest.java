package usher.sip.overload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which lane a message is in, by a look at its bytes. */
class LaneScannerTest {
  private final LaneScanner scanner = new LaneScanner(Set.of("112"));

  private Lane lane(String start, String... fields) {
    String text = start + "\r\n" + String.join("\r\n", fields) + "\r\n\r\nTo: body;tag=x";
    return scanner.laneOf(text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "SIP/2.0 200 OK, To: <sip:a@b>, RUNNING",
    "INVITE sip:sales@b SIP/2.0, To: <sip:a@b>, CALL",
    "INVITE sip:sales@b SIP/2.0, To: <sip:a@b>;tag=1, RUNNING",
    "INVITE sip:sales@b SIP/2.0, t: <sip:a@b>;TAG=1, RUNNING",
    "INVITE sip:sales@b SIP/2.0, to  : <sip:a@b> ;tag=1, RUNNING",
    "INVITE sip:sales@b SIP/2.0, From: <sip:a@b>;tag=1, CALL",
    "INVITE sip:112@b SIP/2.0, To: <sip:a@b>, EMERGENCY",
    "INVITE sips:112@b SIP/2.0, To: <sip:a@b>, EMERGENCY",
    "INVITE sip:1123@b SIP/2.0, To: <sip:a@b>, CALL",
    "INVITE urn:service:sos.fire SIP/2.0, To: <sip:a@b>, EMERGENCY",
    "INVITE sip:a@b SIP/2.0, Resource-Priority: esnet.1, EMERGENCY",
    "REGISTER sip:b SIP/2.0, To: <sip:a@b>, FIRST_REGISTER",
    "REGISTER sip:b SIP/2.0, Authorization: Digest x, REGISTER",
    "OPTIONS sip:b SIP/2.0, To: <sip:a@b>, PROBE",
    "OPTIONS sip:b SIP/2.0, To: <sip:a@b>;tag=1, RUNNING",
    "SUBSCRIBE sip:b SIP/2.0, To: <sip:a@b>, SUBSCRIPTION",
    "SUBSCRIBE sip:b SIP/2.0, To: <sip:a@b>;tag=1, RUNNING",
    "BYE sip:b SIP/2.0, To: <sip:a@b>, RUNNING",
    "CANCEL sip:b SIP/2.0, To: <sip:a@b>, RUNNING",
    "ACK sip:b SIP/2.0, To: <sip:a@b>;tag=1, RUNNING",
    "ACK sip:b SIP/2.0, To: <sip:a@b>;tag=stateless-1f, ABSORBED",
    "nonsense, x: y, PROBE"
  })
  void theFirstWordAndAFewFieldsTell(String start, String field, Lane lane) {
    assertThat(lane(start, "Via: SIP/2.0/UDP x;tag=9", field)).isEqualTo(lane);
  }

  @Property(seed = "1")
  void anyBytesHaveALane(@ForAll Random random) {
    byte[] start = "INVITE sip:a@b SIP/2.0\r\nTo: x\r\n".getBytes(StandardCharsets.UTF_8);
    byte[] message = new byte[random.nextInt(200)];
    random.nextBytes(message);
    System.arraycopy(
        start, 0, message, 0, Math.min(random.nextInt(40), Math.min(start.length, message.length)));
    assertThat(scanner.laneOf(message)).isNotNull();
  }
}
