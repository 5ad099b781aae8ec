package usher.sip.sdp;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One leg's side of agreeing on how packets are protected: the lines of RFC 4568, RFC 5763 and RFC
 * 8839 that go with our offers and answers. We are an ICE lite agent: we have one candidate, answer
 * checks and send none.
 */
final class Protection {
  private static final int COMPONENT_PRIORITY = 255;

  /** RFC 8445 5.1.2.1: a host candidate, the only one, of the first component. */
  private static final long PRIORITY = (126L << 24) | (65_535L << 8) | COMPONENT_PRIORITY;

  private static final List<SdpLine> LITE = List.of(SdpLine.attribute("ice-lite"));

  private final InetSocketAddress local;
  private final @Nullable MediaSecrets secrets;
  private int generation;
  private @Nullable IceCredentials remoteIce;
  private @Nullable Security agreed;

  Protection(InetSocketAddress local, @Nullable MediaSecrets secrets) {
    this.local = local;
    this.secrets = secrets;
  }

  /** What of it goes into a description, and what follows for the stream. */
  record Terms(
      List<SdpLine> session,
      List<SdpLine> section,
      Security security,
      @Nullable IceAgreement ice,
      boolean rtcpMux) {}

  /** Why the stream cannot be taken; null where it can. */
  @Nullable String problemWith(StreamTransport theirs) {
    if (secrets == null && theirs.profile() != Profile.PLAIN) {
      return "no audio over RTP/AVP";
    }
    return switch (theirs.profile()) {
      case PLAIN -> null;
      case SDES -> usable(theirs) == null ? "no SRTP key of a suite that is spoken here" : null;
      case DTLS ->
          theirs.fingerprint() == null ? "no fingerprint of the certificate for DTLS" : null;
    };
  }

  private @Nullable Crypto usable(StreamTransport theirs) {
    return theirs.crypto().stream()
        .filter(crypto -> keyFor(crypto.key().suite()) != null)
        .findFirst()
        .orElse(null);
  }

  private @Nullable SrtpKey keyFor(SrtpSuite suite) {
    return requireNonNull(secrets).keys().stream()
        .filter(key -> key.suite() == suite)
        .findFirst()
        .orElse(null);
  }

  // ---- we offer

  /** The lines of our offer; {@code terms.security} says nothing yet. */
  Terms offer(Profile profile) {
    return switch (profile) {
      case PLAIN -> new Terms(List.of(), List.of(), Security.NONE, null, false);
      case SDES -> new Terms(List.of(), cryptoLines(), Security.NONE, null, false);
      case DTLS -> {
        var lines = new ArrayList<SdpLine>();
        lines.add(SdpLine.attribute("mid:0"));
        lines.addAll(handshakeLines(Setup.ACTPASS));
        lines.addAll(iceLines());
        lines.add(SdpLine.attribute("rtcp-mux"));
        yield new Terms(LITE, lines, Security.NONE, null, true);
      }
    };
  }

  private List<SdpLine> cryptoLines() {
    var lines = new ArrayList<SdpLine>();
    for (var key : requireNonNull(secrets).keys()) {
      lines.add(new Crypto(Integer.toString(lines.size() + 1), key).line());
    }
    return lines;
  }

  /** A browser gives the page a stream only where it has a name (RFC 8830). */
  private List<SdpLine> handshakeLines(Setup setup) {
    return List.of(
        requireNonNull(secrets).certificate().line(),
        setup.line(),
        SdpLine.attribute("msid:usher audio"));
  }

  private List<SdpLine> iceLines() {
    var lines = new ArrayList<>(localIce().lines());
    lines.add(
        SdpLine.attribute(
            String.format(
                "candidate:1 1 udp %d %s %d typ host",
                PRIORITY, local.getAddress().getHostAddress(), local.getPort())));
    lines.add(SdpLine.attribute("end-of-candidates"));
    return lines;
  }

  private IceCredentials localIce() {
    return requireNonNull(secrets).ice().generation(generation);
  }

  /**
   * What the answer to our offer makes of it; null where it is no answer to that: another profile
   * would be less than was asked for.
   *
   * @param offered the profile of our offer
   */
  @Nullable Terms answered(Profile offered, StreamTransport theirs) {
    if (theirs.profile() != offered) {
      return null;
    }
    return switch (offered) {
      case PLAIN -> new Terms(List.of(), List.of(), Security.NONE, null, false);
      case SDES -> answeredKeys(theirs);
      case DTLS -> {
        // RFC 4145 4.1: who does not say is active.
        var security =
            new Security.Dtls(
                requireNonNull(theirs.fingerprint()), theirs.setup() == Setup.PASSIVE);
        yield agree(List.of(), List.of(), security, theirs.ice(), theirs.rtcpMux());
      }
    };
  }

  private @Nullable Terms answeredKeys(StreamTransport theirs) {
    var chosen = requireNonNull(usable(theirs));
    var ours = requireNonNull(keyFor(chosen.key().suite()));
    int place = requireNonNull(secrets).keys().indexOf(ours) + 1;
    return chosen.tag().equals(Integer.toString(place))
        ? agree(List.of(), List.of(), new Security.Sdes(ours, chosen.key()), null, false)
        : null;
  }

  // ---- we answer

  /** What we answer to an offer without {@link #problemWith}. */
  Terms answer(StreamTransport theirs) {
    var section = new ArrayList<SdpLine>();
    var session = new ArrayList<SdpLine>();
    if (theirs.mid() != null) {
      section.add(SdpLine.attribute("mid:" + theirs.mid()));
    }
    if (theirs.bundled()) {
      session.add(SdpLine.attribute("group:BUNDLE " + theirs.mid()));
    }
    if (theirs.rtcpMux()) {
      section.add(SdpLine.attribute("rtcp-mux"));
    }
    return switch (theirs.profile()) {
      case PLAIN -> agree(session, section, Security.NONE, null, theirs.rtcpMux());
      case SDES -> answerKeys(theirs, session, section);
      case DTLS -> answerHandshake(theirs, session, section);
    };
  }

  private Terms answerKeys(StreamTransport theirs, List<SdpLine> session, List<SdpLine> section) {
    var chosen = requireNonNull(usable(theirs));
    var ours = requireNonNull(keyFor(chosen.key().suite()));
    section.add(new Crypto(chosen.tag(), ours).line());
    var security = new Security.Sdes(ours, chosen.key());
    return agree(session, section, security, null, theirs.rtcpMux());
  }

  private Terms answerHandshake(
      StreamTransport theirs, List<SdpLine> session, List<SdpLine> section) {
    var fingerprint = requireNonNull(theirs.fingerprint());
    boolean client = isClient(fingerprint, theirs.setup());
    section.addAll(handshakeLines(client ? Setup.ACTIVE : Setup.PASSIVE));
    if (theirs.ice() != null) {
      restartIfTheyDo(theirs.ice());
      session.addAll(LITE);
      section.addAll(iceLines());
    }
    var security = new Security.Dtls(fingerprint, client);
    return agree(session, section, security, theirs.ice(), theirs.rtcpMux());
  }

  /** RFC 8842 5.3: with an association that stays, the roles stay. */
  private boolean isClient(Fingerprint fingerprint, @Nullable Setup offered) {
    if (offered == Setup.ACTPASS
        && agreed instanceof Security.Dtls before
        && before.remote().equals(fingerprint)) {
      return before.client();
    }
    return offered == Setup.PASSIVE;
  }

  /** RFC 8445 9: new credentials of theirs ask for new ones of ours. */
  private void restartIfTheyDo(IceCredentials theirs) {
    if (remoteIce != null && !remoteIce.equals(theirs)) {
      generation++;
    }
  }

  private Terms agree(
      List<SdpLine> session,
      List<SdpLine> section,
      Security security,
      @Nullable IceCredentials theirs,
      boolean rtcpMux) {
    agreed = security;
    remoteIce = theirs;
    var ice = theirs == null ? null : new IceAgreement(localIce(), theirs);
    return new Terms(session, section, security, ice, rtcpMux);
  }
}
