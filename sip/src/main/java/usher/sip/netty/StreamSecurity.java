package usher.sip.netty;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
   * @param key its private key (PKCS #8), not encrypted
   * @param trusted the authorities whose certificates we accept from a peer; null for those that
   *     the Java runtime trusts, and for asking no client for a certificate
   */
  public record CertificateFiles(Path chain, Path key, @Nullable Path trusted) {}

  private record Contexts(SslContext server, SslContext client) {}

  private final CertificateFiles files;
  private volatile Contexts contexts;

  private StreamSecurity(CertificateFiles files, Contexts contexts) {
    this.files = files;
    this.contexts = contexts;
  }

  /**
   * Reads the files.
   *
   * @throws IOException saying which file is missing, unreadable, or not what it should be
   */
  public static StreamSecurity load(CertificateFiles files) throws IOException {
    return new StreamSecurity(files, read(files));
  }

  /**
   * Reads the files anew.
   *
   * @throws IOException where one is no longer as it should be; what was read before stays in use
   */
  public void reload() throws IOException {
    contexts = read(files);
  }

  SslContext server() {
    return contexts.server();
  }

  SslContext client() {
    return contexts.client();
  }

  private static Contexts read(CertificateFiles files) throws IOException {
    File chain = readable(files.chain());
    File key = readable(files.key());
    File trusted = files.trusted() == null ? null : readable(files.trusted());
    try {
      return new Contexts(server(chain, key, trusted), client(chain, key, trusted));
    } catch (SSLException | IllegalArgumentException e) {
      throw new IOException(
          "cannot use certificate %s with key %s: %s".formatted(chain, key, e.getMessage()), e);
    }
  }

  private static File readable(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new IOException("cannot read " + file);
    }
    return file.toFile();
  }

  /**
   * A client that has a certificate must have a good one; whether it needs one depends on who it
   * says it is, which its requests tell.
   */
  private static SslContext server(File chain, File key, @Nullable File trusted)
      throws SSLException {
    return SslContextBuilder.forServer(chain, key)
        .sslProvider(SslProvider.JDK)
        .protocols(PROTOCOLS)
        .trustManager(trusted)
        .clientAuth(trusted == null ? ClientAuth.NONE : ClientAuth.OPTIONAL)
        .build();
  }

  /** RFC 5922 7.2: the name in the peer's certificate has to be the one that was called. */
  private static SslContext client(File chain, File key, @Nullable File trusted)
      throws SSLException {
    return SslContextBuilder.forClient()
        .sslProvider(SslProvider.JDK)
        .protocols(PROTOCOLS)
        .keyManager(chain, key)
        .trustManager(trusted)
        .endpointIdentificationAlgorithm("HTTPS")
        .build();
  }
}
