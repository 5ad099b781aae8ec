package usher.sip.media.secure;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import usher.sip.sdp.Security;
import usher.sip.sdp.SrtpKey;

/**
 * One DTLS association with a far end, on a virtual thread of its own, because Bouncy Castle's
 * handshake waits for what comes. Media threads never wait for it: they put records in a bounded
 * queue, and get keys and records back through {@link Listener}.
 *
 * <p>After the handshake the thread stays, parked, to send the last flight once more to a far end
 * that has missed it (RFC 6347 4.2.4), until {@link #close}.
 */
public final class DtlsAssociation implements AutoCloseable {
  /** A flight of fragments is a dozen; what comes on top was not asked for. */
  private static final int MAX_WAITING = 32;

  /** What fits into every path with IP and UDP headers. */
  private static final int SEND_LIMIT = 1200;

  private static final int RECEIVE_LIMIT = 1500;
  private static final int RECORD_HEADER = 13;

  /** The first octet of the version, which counts downwards. */
  private static final byte DTLS_1 = (byte) 0xfe;

  private static final int LISTEN_MS = 60_000;
  private static final Logger LOG = LoggerFactory.getLogger(DtlsAssociation.class);

  private final DtlsIdentity identity;
  private final Security.Dtls agreed;
  private final Listener listener;
  private final BlockingQueue<byte[]> arrived = new ArrayBlockingQueue<>(MAX_WAITING);
  private volatile boolean closed;
  private @Nullable Thread thread;

  /** Hears of the association on its thread, which may wait for nobody. */
  public interface Listener {
    /** A record to be sent to the far end. */
    void send(byte[] record);

    /** The handshake is done. */
    void keys(SrtpKey send, SrtpKey receive);

    /** It never will be. */
    void failed(String reason);
  }

  /** An association that has not begun. */
  public DtlsAssociation(DtlsIdentity identity, Security.Dtls agreed, Listener listener) {
    this.identity = identity;
    this.agreed = agreed;
    this.listener = listener;
  }

  /** Begins the handshake, or begins to wait for the far end to; from one thread. */
  public void start() {
    if (thread == null) {
      thread = Thread.ofVirtual().name("dtls").start(this::run);
    }
  }

  /** A datagram has come from the far end; from one thread. What does not fit is lost. */
  public void received(byte[] record) {
    if (isRecord(record)) {
      var _ = arrived.offer(record);
    }
  }

  /**
   * Whether it begins with the header of a record (RFC 6347 4.1). Bouncy Castle takes anything else
   * for a time-out, and waits longer after each.
   */
  private static boolean isRecord(byte[] datagram) {
    if (datagram.length < RECORD_HEADER || datagram[1] != DTLS_1) {
      return false;
    }
    int length = ((datagram[11] & 0xff) << 8) | (datagram[12] & 0xff);
    return RECORD_HEADER + length <= datagram.length;
  }

  /** Ends it without a word to the far end; from the thread that began it. */
  @Override
  public void close() {
    closed = true;
    if (thread != null) {
      thread.interrupt();
    }
  }

  private void run() {
    var wire = new Wire();
    try {
      var transport = handshaken(wire);
      var buffer = new byte[RECEIVE_LIMIT];
      while (!closed && !wire.closed) {
        var _ = transport.receive(buffer, 0, buffer.length, LISTEN_MS);
      }
    } catch (IOException | RuntimeException e) {
      if (!closed) {
        LOG.debug("DTLS ended", e);
        listener.failed(String.valueOf(e.getMessage()));
      }
    }
  }

  private DTLSTransport handshaken(Wire wire) throws IOException {
    if (agreed.client()) {
      var client = new DtlsPeers.Client(identity, agreed.remote());
      var transport = new DTLSClientProtocol().connect(client, wire);
      tell(client, listener::keys);
      return transport;
    }
    var server = new DtlsPeers.Server(identity, agreed.remote());
    var transport = new DTLSServerProtocol().accept(server, wire);
    tell(server, listener::keys);
    return transport;
  }

  private interface Keys {
    void are(SrtpKey send, SrtpKey receive);
  }

  private static void tell(DtlsPeers.Side side, Keys keys) {
    var both = side.keys();
    keys.are(both[0], both[1]);
  }

  /** What Bouncy Castle sees of the network. */
  private final class Wire implements DatagramTransport {
    private boolean closed;

    @Override
    public int getReceiveLimit() {
      return RECEIVE_LIMIT;
    }

    @Override
    public int getSendLimit() {
      return SEND_LIMIT;
    }

    @Override
    public int receive(byte[] into, int offset, int length, int waitMs) throws IOException {
      var record = next(waitMs);
      if (record == null) {
        return -1;
      }
      int copied = Math.min(length, record.length);
      System.arraycopy(record, 0, into, offset, copied);
      return copied;
    }

    private byte @Nullable [] next(int waitMs) throws IOException {
      try {
        var record = arrived.poll(waitMs, TimeUnit.MILLISECONDS);
        if (DtlsAssociation.this.closed) {
          throw new IOException("closed");
        }
        return record;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("closed", e);
      }
    }

    @Override
    public void send(byte[] from, int offset, int length) {
      listener.send(Arrays.copyOfRange(from, offset, offset + length));
    }

    /** The far end has said goodbye, or the handshake has failed. */
    @Override
    public void close() {
      closed = true;
    }
  }
}
