package usher.sip.netty;

import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * What TLS needs: our certificates, and whom we trust. {@link #reload()} takes what the files say
 * now, for connections that begin later; those that exist go on with what they began with. Any
 * thread.
 */
public final class StreamSecurity {
  /**
   * The files, all in PEM.
   *
   * @param chain our certificate and those between it and the root, ours first
   * @param key its private key (PKCS #8), without a password
   * @param trusted the authorities whose certificates we accept from a peer; null for those that
   *     the Java runtime trusts, and for asking no client for a certificate
   */
  public record CertificateFiles(Path chain, Path key, @Nullable Path trusted) {}

  private final CertificateFiles files;
  private final List<SecurePeer> peers;
  private volatile LoadedSecurity loaded;

  private StreamSecurity(CertificateFiles files, List<SecurePeer> peers) throws IOException {
    this.files = files;
    this.peers = List.copyOf(peers);
    this.loaded = new LoadedSecurity(files, this.peers);
  }

  /**
   * Reads the files.
   *
   * @param peers with rules of their own; where several have an address or a name, the first
   * @throws IOException whose message begins with the name of the file that is missing, unreadable,
   *     or not what it should be
   */
  public static StreamSecurity load(CertificateFiles files, List<SecurePeer> peers)
      throws IOException {
    return new StreamSecurity(files, peers);
  }

  /**
   * Reads the files anew.
   *
   * @return whether they have changed
   * @throws IOException where one is no longer as it should be; what was read before stays in use
   */
  public boolean reload() throws IOException {
    LoadedSecurity now = new LoadedSecurity(files, peers);
    if (now.isSame(loaded)) {
      return false;
    }
    loaded = now;
    return true;
  }

  /** When our certificates begin to be refused by peers, by the files of their chains. */
  public Map<Path, Instant> ends() {
    return loaded.ends();
  }

  SslContext server() {
    return loaded.server();
  }

  SslContext client(InetSocketAddress remote) {
    return loaded.client(remote);
  }

  /** The name of the peer to which a connection of ours leads; null for anybody else. */
  @Nullable String nameAt(InetSocketAddress remote) {
    return loaded.nameAt(remote);
  }

  /** The name of the peer who called and shook hands so; null for anybody else. */
  @Nullable String nameOf(SSLSession session) {
    try {
      Certificate[] chain = session.getPeerCertificates();
      return loaded.nameOf(Arrays.copyOf(chain, chain.length, X509Certificate[].class));
    } catch (SSLPeerUnverifiedException e) {
      return null;
    }
  }
}
