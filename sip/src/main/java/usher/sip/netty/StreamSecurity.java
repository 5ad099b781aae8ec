package usher.sip.netty;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What TLS needs: our certificate, and whom we trust. {@link #reload()} takes what the files say
 * now, for connections that begin later; those that exist go on with what they began with. Any
 * thread.
 */
public final class StreamSecurity {
  /** RFC 8446 and RFC 5246; what is older is broken. */
  private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

  /**
   * The files, all in PEM.
   *
   * @param chain our certificate and those between it and the root, ours first
   * @param key its private key (PKCS #8), without a password
   * @param trusted the authorities whose certificates we accept from a peer; null for those that
   *     the Java runtime trusts, and for asking no client for a certificate
   */
  public record CertificateFiles(Path chain, Path key, @Nullable Path trusted) {}

  /** What was read, and what was made of it. */
  private static final class Loaded {
    final List<byte[]> read;
    final List<X509Certificate> chain;
    final SslContext server;
    final SslContext client;

    Loaded(
        List<byte[]> read,
        List<X509Certificate> chain,
        PrivateKey key,
        @Nullable List<X509Certificate> trusted)
        throws SSLException {
      this.read = read;
      this.chain = chain;
      this.server = server(chain, key, trusted);
      this.client = client(chain, key, trusted);
    }

    boolean isOf(List<byte[]> files) {
      return files.size() == read.size()
          && IntStream.range(0, read.size())
              .allMatch(i -> Arrays.equals(files.get(i), read.get(i)));
    }
  }

  private final CertificateFiles files;
  private volatile Loaded loaded;

  private StreamSecurity(CertificateFiles files, Loaded loaded) {
    this.files = files;
    this.loaded = loaded;
  }

  /**
   * Reads the files.
   *
   * @throws IOException whose message begins with the name of the file that is missing, unreadable,
   *     or not what it should be
   */
  public static StreamSecurity load(CertificateFiles files) throws IOException {
    return new StreamSecurity(files, made(files, read(files)));
  }

  /**
   * Reads the files anew.
   *
   * @return whether they have changed
   * @throws IOException where one is no longer as it should be; what was read before stays in use
   */
  public boolean reload() throws IOException {
    List<byte[]> now = read(files);
    if (loaded.isOf(now)) {
      return false;
    }
    loaded = made(files, now);
    return true;
  }

  /** When our certificate begins to be refused by peers. */
  public Instant notAfter() {
    return loaded.chain.getFirst().getNotAfter().toInstant();
  }

  SslContext server() {
    return loaded.server;
  }

  SslContext client() {
    return loaded.client;
  }

  private static List<byte[]> read(CertificateFiles files) throws IOException {
    List<byte[]> all = new ArrayList<>();
    all.add(CertificateFile.bytes(files.chain()));
    all.add(CertificateFile.bytes(files.key()));
    if (files.trusted() != null) {
      all.add(CertificateFile.bytes(files.trusted()));
    }
    return all;
  }

  private static Loaded made(CertificateFiles files, List<byte[]> read) throws IOException {
    List<X509Certificate> chain = CertificateFile.certificates(files.chain(), read.get(0));
    PrivateKey key = CertificateFile.key(files.key(), read.get(1), chain.getFirst());
    List<X509Certificate> trusted =
        files.trusted() == null ? null : CertificateFile.certificates(files.trusted(), read.get(2));
    try {
      return new Loaded(read, chain, key, trusted);
    } catch (SSLException | IllegalArgumentException e) {
      throw new IOException(files.chain() + ": cannot be used: " + e.getMessage(), e);
    }
  }

  /**
   * A client that has a certificate must have a good one; whether it needs one depends on who it
   * says it is, which its requests tell.
   */
  private static SslContext server(
      List<X509Certificate> chain, PrivateKey key, @Nullable List<X509Certificate> trusted)
      throws SSLException {
    return SslContextBuilder.forServer(key, chain)
        .sslProvider(SslProvider.JDK)
        .protocols(PROTOCOLS)
        .trustManager(array(trusted))
        .clientAuth(trusted == null ? ClientAuth.NONE : ClientAuth.OPTIONAL)
        .build();
  }

  /** RFC 5922 7.2: the name in the peer's certificate has to be the one that was called. */
  private static SslContext client(
      List<X509Certificate> chain, PrivateKey key, @Nullable List<X509Certificate> trusted)
      throws SSLException {
    return SslContextBuilder.forClient()
        .sslProvider(SslProvider.JDK)
        .protocols(PROTOCOLS)
        .keyManager(key, chain)
        .trustManager(array(trusted))
        .endpointIdentificationAlgorithm("HTTPS")
        .build();
  }

  private static X509Certificate @Nullable [] array(@Nullable List<X509Certificate> trusted) {
    return trusted == null ? null : trusted.toArray(X509Certificate[]::new);
  }
}
