package usher.core;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import usher.core.config.ConfigResult;
import usher.core.config.SipConfig;
import usher.core.rules.Finding;
import usher.core.rules.Finding.Severity;
import usher.sip.netty.StreamSecurity;

/**
 * The files that TLS needs: looked at before the server starts, and taken anew when they change or
 * at SIGHUP. A renewed certificate counts for the connections after it; what is broken is refused,
 * and the one before stays.
 */
final class Certificates implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);

  /** Said at the start and at each renewal; a certificate authority renews weeks before. */
  private static final Duration WARN_BEFORE_END = Duration.ofDays(7);

  private final StreamSecurity security;
  private final List<FileWatch> watches = new ArrayList<>();

  /** Said once, however often the files are looked at. */
  private String lastRefused = "";

  private Certificates(StreamSecurity security) {
    this.security = security;
  }

  /** What is wrong with the files, where the configuration names them. */
  static List<Finding> check(ConfigResult.Valid read) {
    SipConfig.Tls tls = read.config().sip().tls();
    if (tls == null) {
      return List.of();
    }
    try {
      Instant end = StreamSecurity.load(files(tls)).notAfter();
      return end.isBefore(Instant.now().plus(WARN_BEFORE_END))
          ? List.of(finding(read, Severity.WARNING, "sip.tls.certificate", ends(tls, end)))
          : List.of();
    } catch (IOException e) {
      String message = String.valueOf(e.getMessage());
      return List.of(finding(read, Severity.ERROR, path(tls, message), message));
    }
  }

  private static String ends(SipConfig.Tls tls, Instant end) {
    return tls.certificate() + " is valid only until " + end;
  }

  private static Finding finding(
      ConfigResult.Valid read, Severity severity, String path, String message) {
    return new Finding(severity, read.places().of(path), message);
  }

  /** The key of the file with whose name the message begins. */
  private static String path(SipConfig.Tls tls, String message) {
    return paths(tls).entrySet().stream()
        .filter(file -> message.startsWith(file.getValue() + ":"))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("sip.tls");
  }

  /** The files by their places in the configuration. */
  private static Map<String, Path> paths(SipConfig.Tls tls) {
    Map<String, Path> files = new TreeMap<>();
    files.put("sip.tls.certificate", tls.certificate());
    files.put("sip.tls.key", tls.key());
    if (tls.trusted() != null) {
      files.put("sip.tls.trusted", tls.trusted());
    }
    return files;
  }

  /** What the sockets need; null where the configuration has no certificate. */
  static @Nullable StreamSecurity load(SipConfig sip) throws IOException {
    return sip.tls() == null ? null : StreamSecurity.load(files(sip.tls()));
  }

  private static StreamSecurity.CertificateFiles files(SipConfig.Tls tls) {
    return new StreamSecurity.CertificateFiles(tls.certificate(), tls.key(), tls.trusted());
  }

  /**
   * Follows the files.
   *
   * @param security made of them; null where there are none
   * @param watch whether to look when they change, and not only at {@link #reload}
   */
  static @Nullable Certificates follow(
      SipConfig sip, @Nullable StreamSecurity security, boolean watch) throws IOException {
    if (sip.tls() == null || security == null) {
      return null;
    }
    Certificates certificates = new Certificates(security);
    if (watch) {
      for (Path file : paths(sip.tls()).values()) {
        certificates.watches.add(FileWatch.start(file, certificates::reload));
      }
    }
    return certificates;
  }

  /** Looks at the files now; any thread. */
  synchronized void reload() {
    try {
      if (security.reload()) {
        LOG.info("new connections get the certificate that is valid until {}", security.notAfter());
      }
      lastRefused = "";
    } catch (IOException e) {
      refused(String.valueOf(e.getMessage()));
    }
  }

  private void refused(String why) {
    if (!why.equals(lastRefused)) {
      lastRefused = why;
      LOG.error("{}; the certificate before stays", why);
    }
  }

  @Override
  public void close() throws IOException {
    for (FileWatch watch : watches) {
      watch.close();
    }
  }
}
