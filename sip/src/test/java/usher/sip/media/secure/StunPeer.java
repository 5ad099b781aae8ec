package usher.sip.media.secure;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import usher.sip.sdp.IceAgreement;

/** Writes the checks of a full ICE agent, from the text of RFC 8489 and RFC 8445. */
public final class StunPeer {
  private static final int COOKIE = 0x2112A442;
  private static final int HEADER = 20;

  private final IceAgreement agreement;
  private byte transaction;

  /** The far end of an agreement, as our side has it. */
  public StunPeer(IceAgreement agreement) {
    this.agreement = agreement;
  }

  /** A binding request of the controlling side. */
  public byte[] check(boolean nominates) {
    var user = agreement.local().ufrag() + ":" + agreement.remote().ufrag();
    return check(user, agreement.local().password(), nominates);
  }

  /** A binding request with other credentials. */
  public byte[] check(String user, String password, boolean nominates) {
    var message = ByteBuffer.allocate(512);
    message.putShort((short) 1).putShort((short) 0).putInt(COOKIE);
    message.put(new byte[11]).put(++transaction);
    attribute(message, 0x0006, user.getBytes(UTF_8));
    attribute(message, 0x0024, new byte[] {0x6e, 0, 1, -1});
    attribute(message, 0x802a, new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
    if (nominates) {
      attribute(message, 0x0025, new byte[0]);
    }
    length(message, message.position() + 24);
    attribute(message, 0x0008, sign(message, password));
    length(message, message.position() + 8);
    var checksum = new CRC32();
    checksum.update(written(message));
    int value = (int) checksum.getValue() ^ 0x5354554e;
    attribute(message, 0x8028, ByteBuffer.allocate(4).putInt(value).array());
    return written(message);
  }

  private static byte[] written(ByteBuffer message) {
    var bytes = new byte[message.position()];
    message.get(0, bytes);
    return bytes;
  }

  private static void attribute(ByteBuffer message, int type, byte[] value) {
    message.putShort((short) type).putShort((short) value.length).put(value);
    message.position((message.position() + 3) / 4 * 4);
  }

  private static void length(ByteBuffer message, int end) {
    message.putShort(2, (short) (end - HEADER));
  }

  private static byte[] sign(ByteBuffer message, String password) {
    try {
      var mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(password.getBytes(UTF_8), "HmacSHA1"));
      return mac.doFinal(written(message));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Whether an answer is a success, signed with the password of the one who was asked. */
  public boolean accepts(byte[] answer) {
    int integrity = answer.length - 8 - 24;
    var covered = ByteBuffer.wrap(answer.clone()).position(integrity);
    length(covered, integrity + 24);
    var expected = sign(covered, agreement.local().password());
    var found = new byte[20];
    ByteBuffer.wrap(answer).get(integrity + 4, found);
    return ByteBuffer.wrap(answer).getShort(0) == 0x0101
        && answer[HEADER - 1] == transaction
        && Arrays.equals(expected, found);
  }
}
