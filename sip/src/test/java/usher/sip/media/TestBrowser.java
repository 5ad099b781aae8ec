package usher.sip.media;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import usher.sip.media.secure.DtlsAssociation;
import usher.sip.media.secure.DtlsIdentity;
import usher.sip.media.secure.SrtpReceiver;
import usher.sip.media.secure.SrtpSender;
import usher.sip.media.secure.StunPeer;
import usher.sip.sdp.Codec;
import usher.sip.sdp.Direction;
import usher.sip.sdp.IceAgreement;
import usher.sip.sdp.IceCredentials;
import usher.sip.sdp.NegotiatedAudio;
import usher.sip.sdp.NegotiatedAudio.Numbers;
import usher.sip.sdp.Security;
import usher.sip.sdp.SrtpKey;

/** A far end as a browser is: it checks, shakes hands and says everything on one port. */
final class TestBrowser implements AutoCloseable, DtlsAssociation.Listener {
  private static final IceCredentials CREDENTIALS =
      new IceCredentials("page", "passwordofthepageinthebrowser");

  private static final int TRIES = 200;
  private static final int STEP_MS = 50;

  private final DtlsIdentity identity;
  private final MediaPort port;
  private final boolean client;
  private final DatagramSocket socket;
  private final IceAgreement ice;
  private final StunPeer stun;
  private final DtlsAssociation dtls;
  private final int ssrc = 4711;
  private final CompletableFuture<SrtpSender> sender = new CompletableFuture<>();
  private final CompletableFuture<SrtpReceiver> receiver = new CompletableFuture<>();
  private final BlockingQueue<byte[]> answers = new LinkedBlockingQueue<>();
  private final BlockingQueue<byte[]> heard = new LinkedBlockingQueue<>();
  private int sequence;

  /**
   * A browser that is to talk with {@code port}.
   *
   * @param client whether it begins the handshake, as an answer of ours asks of it
   */
  TestBrowser(DtlsIdentity identity, InetAddress address, MediaPort port, boolean client)
      throws IOException {
    this.identity = identity;
    this.port = port;
    this.client = client;
    socket = new DatagramSocket(0, address);
    var secrets = requireNonNull(port.secrets());
    ice = new IceAgreement(secrets.ice(), CREDENTIALS);
    stun = new StunPeer(ice);
    dtls = new DtlsAssociation(identity, new Security.Dtls(secrets.certificate(), client), this);
    Thread.ofVirtual().name("browser").start(this::read);
  }

  /** What is agreed with this browser. */
  NegotiatedAudio agreed() {
    int type = Codec.PCMU.staticPayloadType();
    var numbers = new Numbers(type, type);
    var security = new Security.Dtls(identity.fingerprint(), !client);
    return new NegotiatedAudio(
        address(),
        address(),
        Codec.PCMU,
        numbers,
        null,
        Direction.SENDRECV,
        false,
        security,
        ice,
        true);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  /** Sends a check, again and again as ICE does, until it is answered. */
  void check(boolean nominates) throws InterruptedException {
    answers.clear();
    var check = stun.check(nominates);
    for (int tries = 0; tries < TRIES; tries++) {
      send(check);
      var answer = answers.poll(STEP_MS, TimeUnit.MILLISECONDS);
      if (answer != null && stun.accepts(answer)) {
        return;
      }
    }
    throw new AssertionError("the check was not answered");
  }

  /** Begins the handshake, or waits for the other side to. */
  void shakeHands() {
    dtls.start();
  }

  /** Waits for the end of the handshake. */
  void awaitKeys() throws Exception {
    sender.get(20, TimeUnit.SECONDS);
  }

  /** Whether there are keys. */
  boolean hasKeys() {
    return sender.isDone();
  }

  /** Says a frame that can be told from others. */
  void say(int text) {
    var packet = frame(text);
    sender.join().protect(packet);
    send(ByteBufUtil.getBytes(packet));
  }

  /** Says it without protection. */
  void sayOpenly(int text) {
    send(ByteBufUtil.getBytes(frame(text)));
  }

  private ByteBuf frame(int text) {
    var payload = new byte[160];
    Arrays.fill(payload, (byte) text);
    var packet = Unpooled.buffer();
    Rtp.begin(packet, 0, ++sequence, sequence * 160, ssrc);
    return packet.writeBytes(payload);
  }

  void report(Rtcp.Report report) {
    var packet = Unpooled.buffer();
    Rtcp.write(report, "page", packet);
    sender.join().protectReport(packet);
    send(ByteBufUtil.getBytes(packet));
  }

  /** The text of the next frame that comes. */
  int hear() throws InterruptedException {
    var packet = Unpooled.wrappedBuffer(next());
    if (!receiver.join().unprotect(packet)) {
      throw new AssertionError("not from the one we shook hands with");
    }
    return packet.getByte(Rtp.HEADER_LENGTH);
  }

  /** The next report that comes, opened. */
  byte[] hearReport() throws InterruptedException {
    var packet = Unpooled.wrappedBuffer(next());
    if (!receiver.join().unprotectReport(packet)) {
      throw new AssertionError("not from the one we shook hands with");
    }
    return ByteBufUtil.getBytes(packet);
  }

  private byte[] next() throws InterruptedException {
    var packet = heard.poll(10, TimeUnit.SECONDS);
    if (packet == null) {
      throw new AssertionError("nothing heard");
    }
    return packet;
  }

  @Override
  public void send(byte[] bytes) {
    try {
      socket.send(new DatagramPacket(bytes, bytes.length, port.rtpAddress()));
    } catch (SocketException closed) {
      // The association says its last word to nobody.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    var datagram = new DatagramPacket(new byte[2048], 2048);
    try {
      while (true) {
        socket.receive(datagram);
        take(Arrays.copyOf(datagram.getData(), datagram.getLength()));
      }
    } catch (IOException closed) {
      dtls.close();
    }
  }

  private void take(byte[] bytes) {
    int first = bytes[0] & 0xff;
    if (first < 4) {
      answers.add(bytes);
    } else if (first < 64) {
      dtls.received(bytes);
    } else {
      heard.add(bytes);
    }
  }

  @Override
  public void keys(SrtpKey send, SrtpKey receive) {
    receiver.complete(new SrtpReceiver(receive));
    sender.complete(new SrtpSender(send, ssrc));
  }

  @Override
  public void failed(String reason) {
    sender.completeExceptionally(new AssertionError(reason));
  }

  @Override
  public void close() {
    socket.close();
  }
}
