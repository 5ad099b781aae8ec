package usher.core;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import usher.core.config.ConfigResult;
import usher.core.config.SipConfig;
import usher.core.config.TrunkConfig;
import usher.core.config.TrunkTarget;
import usher.core.config.UsherConfig;
import usher.core.rules.Finding;
import usher.core.rules.Finding.Severity;
import usher.sip.netty.SecurePeer;
import usher.sip.netty.StreamSecurity;
import usher.sip.netty.StreamSecurity.CertificateFiles;

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
    Map<String, Path> files = paths(read.config());
    try {
      StreamSecurity security = load(read.config());
      return security == null ? List.of() : endingSoon(read, files, security);
    } catch (IOException e) {
      String message = String.valueOf(e.getMessage());
      return List.of(finding(read, Severity.ERROR, path(files, message), message));
    }
  }

  private static List<Finding> endingSoon(
      ConfigResult.Valid read, Map<String, Path> files, StreamSecurity security) {
    Instant soon = Instant.now().plus(WARN_BEFORE_END);
    List<Finding> findings = new ArrayList<>();
    security
        .ends()
        .forEach((file, end) -> {
          if (end.isBefore(soon)) {
            String message = file + " is valid only until " + end;
            findings.add(finding(read, Severity.WARNING, path(files, file + ":"), message));
          }
        });
    return findings;
  }

  private static Finding finding(
      ConfigResult.Valid read, Severity severity, String path, String message) {
    return new Finding(severity, read.places().of(path), message);
  }

  /** The key of the file with whose name the message begins. */
  private static String path(Map<String, Path> files, String message) {
    return files.entrySet().stream()
        .filter(file -> message.startsWith(file.getValue() + ":"))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("sip.tls");
  }

  /** The files by their places in the configuration. */
  private static Map<String, Path> paths(UsherConfig config) {
    Map<String, Path> files = new TreeMap<>();
    SipConfig.Tls ours = config.sip().tls();
    if (ours != null) {
      put(files, "sip.tls", ours.certificate(), ours.key(), ours.trusted());
    }
    for (TrunkConfig trunk : config.trunks()) {
      TrunkConfig.Tls tls = trunk.tls();
      if (tls != null) {
        put(files, "trunks." + trunk.name() + ".tls", tls.certificate(), tls.key(), tls.trusted());
      }
    }
    return files;
  }

  private static void put(
      Map<String, Path> files,
      String at,
      @Nullable Path certificate,
      @Nullable Path key,
      @Nullable Path trusted) {
    if (certificate != null && key != null) {
      files.put(at + ".certificate", certificate);
      files.put(at + ".key", key);
    }
    if (trusted != null) {
      files.put(at + ".trusted", trusted);
    }
  }

  /** What the sockets need; null where the configuration has no certificate. */
  static @Nullable StreamSecurity load(UsherConfig config) throws IOException {
    SipConfig.Tls tls = config.sip().tls();
    return tls == null
        ? null
        : StreamSecurity.load(
            new CertificateFiles(tls.certificate(), tls.key(), tls.trusted()),
            config.trunks().stream().flatMap(Certificates::peer).toList());
  }

  private static Stream<SecurePeer> peer(TrunkConfig trunk) {
    TrunkConfig.Tls tls = trunk.tls();
    return tls == null
        ? Stream.empty()
        : Stream.of(
            new SecurePeer(
                trunk.name(),
                trunk.targets().stream().map(TrunkTarget::called).collect(Collectors.toSet()),
                trunk::includes,
                tls.certificate(),
                tls.key(),
                tls.trusted(),
                tls.names()));
  }

  /**
   * Follows the files.
   *
   * @param security made of them; null where there are none
   * @param watch whether to look when they change, and not only at {@link #reload}
   */
  static @Nullable Certificates follow(
      UsherConfig config, @Nullable StreamSecurity security, boolean watch) throws IOException {
    if (security == null) {
      return null;
    }
    Certificates certificates = new Certificates(security);
    if (watch) {
      for (Path file : Set.copyOf(paths(config).values())) {
        certificates.watches.add(FileWatch.start(file, certificates::reload));
      }
    }
    return certificates;
  }

  /** Looks at the files now; any thread. */
  synchronized void reload() {
    try {
      if (security.reload()) {
        LOG.info("new connections get the certificates that are valid until {}", security.ends());
      }
      lastRefused = "";
    } catch (IOException e) {
      refused(String.valueOf(e.getMessage()));
    }
  }

  private void refused(String why) {
    if (!why.equals(lastRefused)) {
      lastRefused = why;
      LOG.error("{}; the certificates before stay", why);
    }
  }

  @Override
  public void close() throws IOException {
    for (FileWatch watch : watches) {
      watch.close();
    }
  }
}
