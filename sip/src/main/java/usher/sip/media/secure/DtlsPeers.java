package usher.sip.media.secure;

import java.io.IOException;
import java.util.Hashtable;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SRTPProtectionProfile;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.jspecify.annotations.Nullable;
import usher.sip.sdp.Fingerprint;
import usher.sip.sdp.SrtpKey;
import usher.sip.sdp.SrtpSuite;

/** Both sides of a DTLS-SRTP handshake (RFC 5764): DTLS 1.2, ECDSA, certificates of both. */
final class DtlsPeers {
  private static final int[] SUITES = {
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384
  };

  /** The best first. */
  private static final int[] PROFILES = {
    SRTPProtectionProfile.SRTP_AEAD_AES_128_GCM,
    SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_80,
    SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_32
  };

  /** How long a far end may take; what a caller would wait for at most. */
  private static final int HANDSHAKE_MS = 30_000;

  private DtlsPeers() {}

  /** What a handshake ends with. */
  interface Side {
    /** The keys, our own first; once the handshake is done. */
    SrtpKey[] keys();
  }

  private static SrtpSuite suite(int profile) throws IOException {
    return switch (profile) {
      case SRTPProtectionProfile.SRTP_AEAD_AES_128_GCM -> SrtpSuite.AEAD_AES_128_GCM;
      case SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_80 -> SrtpSuite.AES_CM_128_HMAC_SHA1_80;
      case SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_32 -> SrtpSuite.AES_CM_128_HMAC_SHA1_32;
      default -> throw new TlsFatalAlert(AlertDescription.illegal_parameter);
    };
  }

  /** RFC 5764 4.2: keys of client and server, then their salts. */
  private static SrtpKey[] export(TlsContext context, SrtpSuite suite) {
    int length = SrtpKey.lengthOf(suite);
    var material = context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, 2 * length);
    var client = key(material, suite, 0);
    var server = key(material, suite, 1);
    return context.isServer() ? new SrtpKey[] {server, client} : new SrtpKey[] {client, server};
  }

  private static SrtpKey key(byte[] material, SrtpSuite suite, int side) {
    var both = new byte[SrtpKey.lengthOf(suite)];
    int salts = 2 * SrtpSuite.KEY_LENGTH;
    System.arraycopy(material, side * SrtpSuite.KEY_LENGTH, both, 0, SrtpSuite.KEY_LENGTH);
    System.arraycopy(
        material,
        salts + side * suite.saltLength(),
        both,
        SrtpSuite.KEY_LENGTH,
        suite.saltLength());
    return new SrtpKey(suite, both);
  }

  /** We wait for the far end to begin. */
  static final class Server extends DefaultTlsServer implements Side {
    private final DtlsIdentity identity;
    private final Fingerprint remote;
    private int profile;
    private SrtpKey @Nullable [] keys;

    Server(DtlsIdentity identity, Fingerprint remote) {
      super(identity.crypto());
      this.identity = identity;
      this.remote = remote;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
      return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
      return SUITES.clone();
    }

    @Override
    public boolean requiresExtendedMasterSecret() {
      return true;
    }

    @Override
    public int getHandshakeTimeoutMillis() {
      return HANDSHAKE_MS;
    }

    @Override
    @SuppressWarnings("rawtypes") // the library's
    public void processClientExtensions(Hashtable extensions) throws IOException {
      super.processClientExtensions(extensions);
      var offered = TlsSRTPUtils.getUseSRTPExtension(extensions);
      profile = offered == null ? -1 : best(offered.getProtectionProfiles());
      if (profile < 0) {
        throw new TlsFatalAlert(AlertDescription.handshake_failure);
      }
    }

    private static int best(int[] offered) {
      for (int ours : PROFILES) {
        for (int theirs : offered) {
          if (ours == theirs) {
            return ours;
          }
        }
      }
      return -1;
    }

    @Override
    @SuppressWarnings("rawtypes") // the library's
    public Hashtable getServerExtensions() throws IOException {
      var extensions = super.getServerExtensions();
      var chosen = new UseSRTPData(new int[] {profile}, TlsUtils.EMPTY_BYTES);
      TlsSRTPUtils.addUseSRTPExtension(extensions, chosen);
      return extensions;
    }

    @Override
    public CertificateRequest getCertificateRequest() {
      var algorithms = TlsUtils.getDefaultSupportedSignatureAlgorithms(context);
      return new CertificateRequest(
          new short[] {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign},
          algorithms,
          null);
    }

    @Override
    public void notifyClientCertificate(Certificate chain) throws IOException {
      DtlsIdentity.check(chain, remote);
    }

    @Override
    protected TlsCredentialedSigner getECDSASignerCredentials() {
      return identity.signer(context);
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
      super.notifyHandshakeComplete();
      keys = export(context, suite(profile));
    }

    @Override
    public SrtpKey[] keys() {
      return done(keys);
    }
  }

  /** We begin. */
  static final class Client extends DefaultTlsClient implements Side, TlsAuthentication {
    private final DtlsIdentity identity;
    private final Fingerprint remote;
    private int profile;
    private SrtpKey @Nullable [] keys;

    Client(DtlsIdentity identity, Fingerprint remote) {
      super(identity.crypto());
      this.identity = identity;
      this.remote = remote;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
      return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
      return SUITES.clone();
    }

    @Override
    public boolean requiresExtendedMasterSecret() {
      return true;
    }

    @Override
    public int getHandshakeTimeoutMillis() {
      return HANDSHAKE_MS;
    }

    @Override
    @SuppressWarnings("rawtypes") // the library's
    public Hashtable getClientExtensions() throws IOException {
      var extensions = super.getClientExtensions();
      var offered = new UseSRTPData(PROFILES.clone(), TlsUtils.EMPTY_BYTES);
      TlsSRTPUtils.addUseSRTPExtension(extensions, offered);
      return extensions;
    }

    @Override
    @SuppressWarnings("rawtypes") // the library's
    public void processServerExtensions(Hashtable extensions) throws IOException {
      super.processServerExtensions(extensions);
      var chosen = TlsSRTPUtils.getUseSRTPExtension(extensions);
      if (chosen == null || chosen.getProtectionProfiles().length != 1) {
        throw new TlsFatalAlert(AlertDescription.handshake_failure);
      }
      profile = chosen.getProtectionProfiles()[0];
    }

    @Override
    public TlsAuthentication getAuthentication() {
      return this;
    }

    @Override
    public void notifyServerCertificate(TlsServerCertificate server) throws IOException {
      DtlsIdentity.check(server.getCertificate(), remote);
    }

    @Override
    public TlsCredentials getClientCredentials(CertificateRequest request) {
      return identity.signer(context);
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
      super.notifyHandshakeComplete();
      keys = export(context, suite(profile));
    }

    @Override
    public SrtpKey[] keys() {
      return done(keys);
    }
  }

  private static SrtpKey[] done(SrtpKey @Nullable [] keys) {
    if (keys == null) {
      throw new IllegalStateException("the handshake is not done");
    }
    return keys.clone();
  }
}
