package usher.sip.netty;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import usher.sip.netty.StreamSecurity.CertificateFiles;

/** What the files of a {@link StreamSecurity} said at one time, and what was made of it. */
final class LoadedSecurity {
  /** RFC 8446 and RFC 5246; what is older is broken. */
  private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

  /** The names are ours to look at: RFC 5922 has other rules than HTTPS. */
  private static final String NO_HTTPS_NAMES = "";

  /** What one end shows of itself. */
  private record Identity(List<X509Certificate> chain, PrivateKey key) {}

  /** A peer of its own rules. */
  private record Peer(SecurePeer peer, X509ExtendedTrustManager authorities, SslContext client) {
    boolean isNamedBy(X509Certificate[] chain) {
      return CertificateNames.show(chain[0], peer.names())
          && ClientTrust.isTrusted(authorities, chain);
    }
  }

  private final Map<Path, byte[]> read = new LinkedHashMap<>();
  private final Map<Path, Instant> ends = new LinkedHashMap<>();
  private final List<Peer> peers = new ArrayList<>();
  private final SslContext server;
  private final SslContext client;

  /**
   * Reads everything.
   *
   * @throws IOException whose message begins with the name of the file that is wrong
   */
  LoadedSecurity(CertificateFiles files, List<SecurePeer> known) throws IOException {
    Identity ours = identity(files.chain(), files.key());
    X509ExtendedTrustManager everybody = authorities(files.trusted());
    for (SecurePeer peer : known) {
      Path chain = peer.chain();
      Path key = peer.key();
      Identity shown = chain == null || key == null ? ours : identity(chain, key);
      X509ExtendedTrustManager trusted =
          peer.trusted() == null ? everybody : authorities(peer.trusted());
      peers.add(
          new Peer(peer, trusted, client(shown, new ServerTrust(trusted, peer::expected), chain)));
    }
    client = client(ours, new ServerTrust(everybody, Set::of), files.chain());
    server = server(ours, asked(files.trusted() == null ? null : everybody), files.chain());
  }

  /** Whose certificates a client may show; nobody is asked for one where this is empty. */
  private List<X509ExtendedTrustManager> asked(@Nullable X509ExtendedTrustManager everybody) {
    List<X509ExtendedTrustManager> asked = new ArrayList<>();
    if (everybody != null) {
      asked.add(everybody);
    }
    peers.stream()
        .filter(each -> !each.peer().names().isEmpty())
        .map(Peer::authorities)
        .filter(each -> !asked.contains(each))
        .forEach(asked::add);
    return asked;
  }

  /** Whether the files say the same. */
  boolean isSame(LoadedSecurity other) {
    return read.keySet().equals(other.read.keySet())
        && read.entrySet().stream()
            .allMatch(file -> Arrays.equals(file.getValue(), other.read.get(file.getKey())));
  }

  /** When which of our certificates begins to be refused by peers. */
  Map<Path, Instant> ends() {
    return Map.copyOf(ends);
  }

  SslContext server() {
    return server;
  }

  SslContext client(InetSocketAddress remote) {
    Peer peer = at(remote);
    return peer == null ? client : peer.client();
  }

  /** The name of the peer to which a connection of ours leads; null for anybody else. */
  @Nullable String nameAt(InetSocketAddress remote) {
    Peer peer = at(remote);
    return peer == null ? null : peer.peer().name();
  }

  private @Nullable Peer at(InetSocketAddress remote) {
    return peers.stream().filter(each -> each.peer().isAt(remote)).findFirst().orElse(null);
  }

  /** The name of the peer whose client shows this; null for anybody else. */
  @Nullable String nameOf(X509Certificate[] chain) {
    return peers.stream()
        .filter(each -> each.isNamedBy(chain))
        .map(each -> each.peer().name())
        .findFirst()
        .orElse(null);
  }

  // ---- files

  private byte[] bytes(Path file) throws IOException {
    byte[] bytes = CertificateFile.bytes(file);
    read.put(file, bytes);
    return bytes;
  }

  private Identity identity(Path chain, Path key) throws IOException {
    List<X509Certificate> certificates = CertificateFile.certificates(chain, bytes(chain));
    ends.put(chain, certificates.getFirst().getNotAfter().toInstant());
    return new Identity(
        certificates, CertificateFile.key(key, bytes(key), certificates.getFirst()));
  }

  /** Those of the file, or those that the Java runtime trusts. */
  private X509ExtendedTrustManager authorities(@Nullable Path file) throws IOException {
    try {
      KeyStore store = file == null ? null : store(CertificateFile.certificates(file, bytes(file)));
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return Arrays.stream(factory.getTrustManagers())
          .filter(X509ExtendedTrustManager.class::isInstance)
          .map(X509ExtendedTrustManager.class::cast)
          .findFirst()
          .orElseThrow();
    } catch (GeneralSecurityException e) {
      throw new IOException(file + ": cannot be used: " + e.getMessage(), e);
    }
  }

  private static KeyStore store(List<X509Certificate> trusted)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (X509Certificate each : trusted) {
      store.setCertificateEntry(Integer.toString(store.size()), each);
    }
    return store;
  }

  // ---- contexts

  /**
   * A client that has a certificate must have a good one; whether it needs one depends on who it
   * says it is, which its requests tell.
   */
  private static SslContext server(Identity ours, List<X509ExtendedTrustManager> asked, Path named)
      throws IOException {
    return built(
        SslContextBuilder.forServer(ours.key(), ours.chain())
            .trustManager(new ClientTrust(asked))
            .clientAuth(asked.isEmpty() ? ClientAuth.NONE : ClientAuth.OPTIONAL),
        named);
  }

  private static SslContext client(Identity shown, ServerTrust trust, @Nullable Path named)
      throws IOException {
    return built(
        SslContextBuilder.forClient()
            .keyManager(shown.key(), shown.chain())
            .trustManager(trust)
            .endpointIdentificationAlgorithm(NO_HTTPS_NAMES),
        named);
  }

  private static SslContext built(SslContextBuilder builder, @Nullable Path named)
      throws IOException {
    try {
      return builder.sslProvider(SslProvider.JDK).protocols(PROTOCOLS).build();
    } catch (SSLException | IllegalArgumentException e) {
      throw new IOException(named + ": cannot be used: " + e.getMessage(), e);
    }
  }
}
