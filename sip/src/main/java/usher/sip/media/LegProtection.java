package usher.sip.media;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.net.InetSocketAddress;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import usher.sip.media.secure.DtlsAssociation;
import usher.sip.media.secure.DtlsIdentity;
import usher.sip.media.secure.IceResponder;
import usher.sip.media.secure.SrtpReceiver;
import usher.sip.media.secure.SrtpSender;
import usher.sip.sdp.IceAgreement;
import usher.sip.sdp.NegotiatedAudio;
import usher.sip.sdp.Security;
import usher.sip.sdp.SrtpKey;

/**
 * How one leg's packets are kept from others, as agreed: not at all, or by SRTP with keys from the
 * description or from a handshake; and, where the far end does ICE, which addresses are its own. On
 * the leg's media thread.
 *
 * <p>What comes is told apart by its first byte (RFC 7983). A handshake is begun only with who has
 * proved, by a connectivity check, to be the far end, or without ICE with the address that it
 * announced: anybody else's ClientHello is nothing to us.
 */
final class LegProtection {
  /** What SRTP adds to a packet at most. */
  static final int ROOM = 32;

  private static final int LAST_STUN = 3;
  private static final int FIRST_DTLS = 20;
  private static final int LAST_DTLS = 63;
  private static final Logger LOG = LoggerFactory.getLogger(LegProtection.class);

  private final MediaThread thread;
  private final SocketPair sockets;
  private final DtlsIdentity identity;
  private final int ssrc;
  private final Supplier<@Nullable InetSocketAddress> announced;
  private Security agreed = Security.NONE;
  private @Nullable IceResponder ice;
  private @Nullable DtlsAssociation dtls;
  private @Nullable SrtpSender sender;
  private @Nullable SrtpReceiver receiver;
  private volatile boolean failed;

  /**
   * Protects nothing yet.
   *
   * @param ssrc of the stream that we send
   * @param announced where the far end is, without ICE
   */
  LegProtection(
      MediaThread thread,
      SocketPair sockets,
      DtlsIdentity identity,
      int ssrc,
      Supplier<@Nullable InetSocketAddress> announced) {
    this.thread = thread;
    this.sockets = sockets;
    this.identity = identity;
    this.ssrc = ssrc;
    this.announced = announced;
  }

  /** Takes what was agreed on; what is as before goes on undisturbed. */
  void agree(NegotiatedAudio audio) {
    agreeOnIce(audio.ice());
    var before = agreed;
    agreed = audio.security();
    if (agreed.equals(before)) {
      return;
    }
    switch (agreed) {
      case Security.None _ -> forget();
      case Security.Sdes(SrtpKey send, SrtpKey receive) -> {
        endHandshake();
        keys(send, receive);
      }
      case Security.Dtls handshake -> begin(handshake);
    }
  }

  private void agreeOnIce(@Nullable IceAgreement agreement) {
    if (agreement == null) {
      ice = null;
    } else if (ice == null) {
      ice = new IceResponder(agreement);
    } else {
      ice.agree(agreement);
    }
  }

  private void forget() {
    endHandshake();
    failed = false;
    sender = null;
    receiver = null;
  }

  /** Whether the handshake has failed; from any thread. */
  boolean hasFailed() {
    return failed;
  }

  /** A key that stays keeps its count of packets. */
  private void keys(SrtpKey send, SrtpKey receive) {
    if (sender == null || !sender.key().equals(send)) {
      sender = new SrtpSender(send, ssrc);
    }
    if (receiver == null || !receiver.key().equals(receive)) {
      receiver = new SrtpReceiver(receive);
    }
  }

  private void begin(Security.Dtls handshake) {
    forget();
    var made = new DtlsAssociation[1];
    made[0] = new DtlsAssociation(identity, handshake, new Handshake(made));
    dtls = made[0];
    // With ICE it is not known yet where to; a server has nothing to say first.
    if (handshake.client() && ice == null) {
      made[0].start();
    }
  }

  /** What the association tells, on its thread; taken only as long as it is the leg's. */
  private final class Handshake implements DtlsAssociation.Listener {
    private final DtlsAssociation[] of;

    Handshake(DtlsAssociation[] of) {
      this.of = of;
    }

    @Override
    public void send(byte[] record) {
      tell(() -> sendRecord(record));
    }

    @Override
    public void keys(SrtpKey send, SrtpKey receive) {
      tell(() -> LegProtection.this.keys(send, receive));
    }

    @Override
    public void failed(String reason) {
      LOG.info("no DTLS with the far end of media port {}: {}", sockets.port(), reason);
      tell(() -> LegProtection.this.failed = true);
    }

    private void tell(Runnable task) {
      thread.execute(() -> {
        if (dtls == of[0]) {
          task.run();
        }
      });
    }
  }

  private void sendRecord(byte[] record) {
    var to = destination(System.nanoTime());
    if (to != null) {
      sendTo(to, record);
    }
  }

  private void sendTo(InetSocketAddress to, byte[] bytes) {
    var _ = sockets.sendRtp(sockets.buffer(bytes.length).writeBytes(bytes), to);
  }

  private void endHandshake() {
    if (dtls != null) {
      dtls.close();
      dtls = null;
    }
  }

  void close() {
    endHandshake();
  }

  // ---- addresses

  /** Whether connectivity checks say who the far end is. */
  boolean checksConnectivity() {
    return ice != null;
  }

  /** Whether this address has proved to be the far end's. */
  boolean isValid(InetSocketAddress address) {
    return ice != null && ice.isValid(address);
  }

  /** Where to send; null where nowhere yet, or not any more. */
  @Nullable InetSocketAddress destination(long nowNs) {
    return ice == null ? announced.get() : ice.destination(nowNs);
  }

  // ---- what is not media

  /** Takes the packet if it is a check or a record; false where it is for others. */
  boolean takes(ByteBuf packet, InetSocketAddress from, long nowNs) {
    if (!packet.isReadable()) {
      return false;
    }
    int first = packet.getUnsignedByte(packet.readerIndex());
    if (first <= LAST_STUN && ice != null) {
      check(ice, packet, from, nowNs);
      return true;
    }
    if (first >= FIRST_DTLS && first <= LAST_DTLS && dtls != null) {
      handshake(dtls, packet, from);
      return true;
    }
    return false;
  }

  private void check(IceResponder responder, ByteBuf packet, InetSocketAddress from, long nowNs) {
    var answer = responder.receive(ByteBufUtil.getBytes(packet), from, nowNs);
    if (answer != null) {
      sendTo(from, answer);
    }
    if (dtls != null && isClient() && responder.destination(nowNs) != null) {
      dtls.start();
    }
  }

  private boolean isClient() {
    return agreed instanceof Security.Dtls handshake && handshake.client();
  }

  private void handshake(DtlsAssociation association, ByteBuf packet, InetSocketAddress from) {
    boolean fromFarEnd = ice == null ? from.equals(announced.get()) : ice.isValid(from);
    if (fromFarEnd) {
      association.start();
      association.received(ByteBufUtil.getBytes(packet));
    }
  }

  // ---- media

  /** Whether packets travel open. */
  boolean isOpen() {
    return agreed instanceof Security.None;
  }

  /** Opens a packet in its buffer; false where it did not prove to be the far end's. */
  boolean unprotect(ByteBuf packet) {
    return isOpen() || (receiver != null && receiver.unprotect(packet));
  }

  boolean unprotectReport(ByteBuf packet) {
    return isOpen() || (receiver != null && receiver.unprotectReport(packet));
  }

  /** Protects a packet in its buffer; false where there is no key yet. */
  boolean protect(ByteBuf packet) {
    return isOpen() || (sender != null && sender.protect(packet));
  }

  boolean protectReport(ByteBuf packet) {
    return isOpen() || (sender != null && sender.protectReport(packet));
  }
}
