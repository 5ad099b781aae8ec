package usher.sip.media.secure;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.ice4j.StunException;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.attribute.Attribute;
import org.ice4j.attribute.FingerprintAttribute;
import org.ice4j.attribute.MessageIntegrityAttribute;
import org.ice4j.attribute.UsernameAttribute;
import org.ice4j.message.Message;
import org.ice4j.message.MessageFactory;
import org.ice4j.message.Request;
import org.jspecify.annotations.Nullable;
import usher.sip.sdp.IceAgreement;

/**
 * Our side of ICE, the lite one (RFC 8445 2.5): answers connectivity checks, and so learns from
 * where the far end can be heard and where it wants to be sent to. Who does not know the password
 * gets no answer. Time comes in as an argument.
 *
 * <pre>
 *   nothing -- a check with the right password --&gt; valid -- one that nominates --&gt; selected
 *                                                                                   |  ^
 *                                                    30 s without a check (RFC 7675)|  | a check
 *                                                                                   v  |
 *                                                                                 no consent
 * </pre>
 */
public final class IceResponder {
  /** RFC 7675 5.1: how long the leave to send lasts. */
  private static final long CONSENT_NS = TimeUnit.SECONDS.toNanos(30);

  /** Interfaces of a far end, times the mappings of its NATs. */
  private static final int MAX_ADDRESSES = 32;

  private static final int HEADER = Message.HEADER_LENGTH;
  private static final int ATTRIBUTE_HEADER = 4;
  private static final int INTEGRITY_LENGTH = 20;
  private static final int FINGERPRINT_LENGTH = 4;

  private IceAgreement agreement;
  private byte[] password;
  private final Set<InetSocketAddress> valid = new LinkedHashSet<>();
  private @Nullable InetSocketAddress selected;
  private long checkedNs;

  /** Has heard of nobody yet. */
  public IceResponder(IceAgreement agreement) {
    this.agreement = agreement;
    password = agreement.local().password().getBytes(UTF_8);
  }

  /**
   * Takes other credentials, as after an ICE restart; media goes where it went until another pair
   * is nominated (RFC 8445 9).
   */
  public void agree(IceAgreement next) {
    agreement = next;
    password = next.local().password().getBytes(UTF_8);
  }

  /** Does once what a check needs, so that the first need not wait for the library. */
  void rehearse(InetSocketAddress nobody) {
    var request = MessageFactory.createBindingRequest();
    try {
      request.setTransactionID(new byte[Message.TRANSACTION_ID_LENGTH]);
      var _ = receive(request.encode(null), nobody, 0);
      var _ = answer(request, nobody);
    } catch (StunException e) {
      throw new IllegalStateException("an id of the right length", e);
    }
  }

  /** Whether this address has proved to be the far end's. */
  public boolean isValid(InetSocketAddress sender) {
    return valid.contains(sender);
  }

  /** Where to send; null as long as nobody was nominated, or when the leave to send has ended. */
  public @Nullable InetSocketAddress destination(long nowNs) {
    return nowNs - checkedNs < CONSENT_NS ? selected : null;
  }

  /**
   * Takes a STUN message.
   *
   * @return what to send back to {@code sender}; null where nothing is to be
   */
  public byte @Nullable [] receive(byte[] message, InetSocketAddress sender, long nowNs) {
    var request = read(message);
    if (request == null || !isForUs(request) || !isIntact(request, message)) {
      return null;
    }
    checked(request, sender, nowNs);
    return answer(request, sender);
  }

  /** Null for all but a binding request; a wrong checksum counts as none. */
  private static @Nullable Request read(byte[] message) {
    try {
      return Message.decode(message, 0, message.length) instanceof Request request
              && request.getMessageType() == Message.BINDING_REQUEST
          ? request
          : null;
    } catch (StunException | RuntimeException malformed) {
      return null;
    }
  }

  /** RFC 8445 7.2.2: the user name is the receiver's fragment, then the sender's. */
  private boolean isForUs(Request request) {
    var expected = agreement.local().ufrag() + ":" + agreement.remote().ufrag();
    return request.getAttribute(Attribute.USERNAME) instanceof UsernameAttribute name
        && expected.equals(new String(name.getUsername(), UTF_8));
  }

  /** RFC 8489 14.5: the signature covers all before it, with the length as if it came last. */
  private boolean isIntact(Request request, byte[] message) {
    if (!(request.getAttribute(Attribute.MESSAGE_INTEGRITY)
        instanceof MessageIntegrityAttribute integrity)) {
      return false;
    }
    int end = integrity.getLocationInMessage();
    if (end < HEADER || end > message.length) {
      return false;
    }
    var covered = Arrays.copyOf(message, end);
    setLength(covered, end + ATTRIBUTE_HEADER + INTEGRITY_LENGTH);
    return MessageDigest.isEqual(sign(covered), integrity.getHmacSha1Content());
  }

  private byte[] sign(byte[] covered) {
    return MessageIntegrityAttribute.calculateHmacSha1(covered, 0, covered.length, password);
  }

  private static void setLength(byte[] message, int whole) {
    ByteBuffer.wrap(message).putShort(2, (short) (whole - HEADER));
  }

  private void checked(Request request, InetSocketAddress sender, long nowNs) {
    if (valid.size() < MAX_ADDRESSES || valid.contains(sender)) {
      valid.add(sender);
      if (request.containsAttribute(Attribute.USE_CANDIDATE)) {
        selected = sender;
      }
    }
    checkedNs = nowNs;
  }

  private byte[] answer(Request request, InetSocketAddress sender) {
    var mapped = new TransportAddress(sender, Transport.UDP);
    var response = MessageFactory.createBindingResponse(request, mapped);
    try {
      response.setTransactionID(request.getTransactionID());
    } catch (StunException e) {
      throw new IllegalStateException("an id that was just read", e);
    }
    return fingerprinted(signed(response.encode(null)));
  }

  private byte[] signed(byte[] plain) {
    int whole = plain.length + ATTRIBUTE_HEADER + INTEGRITY_LENGTH;
    setLength(plain, whole);
    return append(plain, Attribute.MESSAGE_INTEGRITY, sign(plain));
  }

  /** RFC 8489 14.7: the length counts the fingerprint, too. */
  private static byte[] fingerprinted(byte[] plain) {
    setLength(plain, plain.length + ATTRIBUTE_HEADER + FINGERPRINT_LENGTH);
    var checksum = FingerprintAttribute.calculateXorCRC32(plain, 0, plain.length);
    return append(plain, Attribute.FINGERPRINT, checksum);
  }

  private static byte[] append(byte[] message, char type, byte[] value) {
    return ByteBuffer.allocate(message.length + ATTRIBUTE_HEADER + value.length)
        .put(message)
        .putChar(type)
        .putChar((char) value.length)
        .put(value)
        .array();
  }
}
