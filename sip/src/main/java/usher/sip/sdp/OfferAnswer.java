package usher.sip.sdp;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import usher.sip.sdp.NegotiatedAudio.Numbers;
import usher.sip.sdp.Negotiation.Agreed;
import usher.sip.sdp.Negotiation.NotAcceptable;
import usher.sip.sdp.Protection.Terms;

/**
 * One leg's side of RFC 3264: writes our offers and answers and reads the other side's. Belongs to
 * one thread.
 *
 * <pre>
 *            offer()                          answered()
 *   stable ----------> offered (ours) -----------------------> stable, agreed
 *     ^  |                   | offerRefused()
 *     |  | answer()          v
 *     |  +-----------> stable, agreed, or as before when the offer is not acceptable
 * </pre>
 *
 * <p>The number and order of media sections never changes backwards, dynamic payload type numbers
 * stay what they were, and the origin's version grows by one with every description that differs
 * from the one before (RFC 3264 8).
 */
public final class OfferAnswer {
  /** The usual dynamic number of telephone-event. */
  private static final int TELEPHONE_EVENT = 101;

  private final long sessionId;
  private final InetAddress origin;
  private final InetSocketAddress local;
  private final Protection protection;
  private long version;
  private @Nullable SessionDescription written;
  private @Nullable Offer open;
  private @Nullable NegotiatedAudio agreed;
  private Profile profile = Profile.PLAIN;

  private record Offer(SessionDescription description, Profile profile, Direction direction) {}

  /**
   * Starts a leg that has exchanged nothing and speaks open RTP alone.
   *
   * @param sessionId random, so that no two sessions of ours are alike; any bits
   * @param local where the leg's media port receives RTP; RTCP on the next port
   */
  public OfferAnswer(long sessionId, InetSocketAddress local) {
    this(sessionId, local, null);
  }

  /**
   * Starts a leg that has exchanged nothing.
   *
   * @param sessionId random, so that no two sessions of ours are alike; any bits
   * @param local where the leg's media port receives RTP; RTCP on the next port
   * @param secrets what the port protects packets with; null where it cannot
   */
  public OfferAnswer(long sessionId, InetSocketAddress local, @Nullable MediaSecrets secrets) {
    this(sessionId, local.getAddress(), local, secrets);
  }

  private OfferAnswer(
      long sessionId, InetAddress origin, InetSocketAddress local, @Nullable MediaSecrets secrets) {
    this.sessionId = sessionId;
    this.origin = origin;
    this.local = local;
    this.protection = new Protection(local, secrets);
    this.version = sessionId;
  }

  /**
   * The same session at another port of ours, as needed for a leg to which somebody else's
   * description was {@link #present}ed so far: the far end sees a later version (RFC 3264 8).
   *
   * @param port where the leg receives RTP from now on
   * @param secrets what that port protects packets with; null where it cannot
   */
  public OfferAnswer movedTo(InetSocketAddress port, @Nullable MediaSecrets secrets) {
    OfferAnswer moved = new OfferAnswer(sessionId, origin, port, secrets);
    moved.version = version;
    moved.written = written;
    return moved;
  }

  /**
   * Writes an offer of both G.711 forms and telephone-event, protected as the stream is already.
   *
   * @param preferred listed first; the other leg's codec spares a conversion
   * @param direction the flow wanted, seen from here
   */
  public SessionDescription offer(Codec preferred, Direction direction) {
    return offer(profile, preferred, direction);
  }

  /**
   * Writes an offer of both G.711 forms and telephone-event.
   *
   * @param wanted how packets are to be protected; the far end can take it or leave it
   * @param preferred listed first; the other leg's codec spares a conversion
   * @param direction the flow wanted, seen from here
   */
  public SessionDescription offer(Profile wanted, Codec preferred, Direction direction) {
    var numbers = agreed == null ? null : agreed.telephoneEvent();
    int event = numbers == null ? TELEPHONE_EVENT : numbers.receive();
    var lines =
        new Formats()
            .add(preferred.staticPayloadType(), preferred.name(), null)
            .add(preferred.other().staticPayloadType(), preferred.other().name(), null)
            .add(event, "telephone-event", "0-15");
    var terms = protection.offer(wanted);
    var section = lines.section(wanted.protocol(), local.getPort(), direction, terms.section());
    var session = new ArrayList<>(terms.session());
    session.addFirst(new SdpLine('t', "0 0"));
    var description = write(session, inPlace(section));
    open = new Offer(description, wanted, direction);
    return description;
  }

  /**
   * Reads the answer to the last offer. May be repeated with an equal answer, as 183 and 200 do.
   *
   * @throws IllegalStateException without an offer of ours
   */
  public Negotiation answered(SessionDescription answer) {
    if (open == null) {
      throw new IllegalStateException("an answer without an offer");
    }
    var stream = answer.audio();
    var problem = problemWith(stream);
    if (problem != null) {
      return new NotAcceptable(problem);
    }
    var terms = protection.answered(open.profile(), requireNonNull(stream).transport());
    return terms == null
        ? new NotAcceptable("the answer does not protect the audio as the offer does")
        : agreeOnAnswer(open, stream, terms);
  }

  private Agreed agreeOnAnswer(Offer offer, AudioStream stream, Terms terms) {
    profile = offer.profile();
    var direction = offer.direction().and(stream.direction().mirrored());
    boolean held = offer.direction().sends() && !stream.direction().receives();
    var ours = requireNonNull(offer.description().audio());
    return agree(offer.description(), ours, stream, new Flow(direction, held), terms);
  }

  /** Forgets an offer that was refused; what was agreed before stands (RFC 3264 8). */
  public void offerRefused() {
    open = null;
  }

  /**
   * Answers an offer with its first G.711 form; every other media section is refused in its place.
   *
   * @param willing the flow that we would take, seen from here; the answer is what both sides allow
   */
  public Negotiation answer(SessionDescription offer, Direction willing) {
    var stream = offer.audio();
    var problem = problemWith(stream);
    if (problem != null) {
      return new NotAcceptable(problem);
    }
    return answer(offer, requireNonNull(stream), willing);
  }

  private Agreed answer(SessionDescription offer, AudioStream stream, Direction willing) {
    var direction = willing.and(stream.direction().mirrored());
    var sections = new ArrayList<>(offer.media().stream().map(MediaDescription::refused).toList());
    var protocol = offer.media().get(stream.index()).protocol();
    var terms = protection.answer(stream.transport());
    profile = stream.transport().profile();
    sections.set(
        stream.index(),
        answering(stream).section(protocol, local.getPort(), direction, terms.section()));
    var description = write(session(offer, terms), sections);
    open = null;
    var ours = requireNonNull(description.audio());
    return agree(description, ours, stream, new Flow(direction, stream.held()), terms);
  }

  /** RFC 3264 6: "The "t=" line in the answer MUST equal that of the offer." */
  private static List<SdpLine> session(SessionDescription offer, Terms terms) {
    var lines = new ArrayList<SdpLine>();
    offer.lines().stream().filter(line -> line.type() == 't').forEach(lines::add);
    if (lines.isEmpty()) {
      lines.add(new SdpLine('t', "0 0"));
    }
    lines.addAll(terms.session());
    return lines;
  }

  private static Formats answering(AudioStream offered) {
    var codec = offered.codecs().getFirst();
    var formats = new Formats().add(codec.number(), codec.encoding(), null);
    var event = offered.telephoneEvent();
    return event == null ? formats : formats.add(event.number(), event.encoding(), "0-15");
  }

  /**
   * Tells the far end of somebody else's description as a later version of our own session, as
   * needed to connect two legs directly after one of them was spoken to by us. Sections that the
   * far end knows and the other has not are refused in their place.
   */
  public SessionDescription present(SessionDescription other) {
    var sections = new ArrayList<>(other.media());
    if (written != null) {
      for (int i = sections.size(); i < written.media().size(); i++) {
        sections.add(written.media().get(i).refused());
      }
    }
    return number(other.lines(), sections);
  }

  /** The last description that we wrote, to be sent again unchanged; null before the first. */
  public @Nullable SessionDescription local() {
    return written;
  }

  /** What was agreed last; null before the first agreement. */
  public @Nullable NegotiatedAudio agreed() {
    return agreed;
  }

  private @Nullable String problemWith(@Nullable AudioStream stream) {
    if (stream == null) {
      return "no audio over RTP";
    }
    var problem = protection.problemWith(stream.transport());
    if (problem != null) {
      return problem;
    }
    if (stream.codecs().isEmpty()) {
      return "no common codec: only G.711 (PCMU, PCMA) is spoken here";
    }
    if (stream.rtp() == null) {
      return "no address literal in the c= line";
    }
    // With ICE the address that counts is that of the checks.
    boolean reached = stream.transport().ice() != null || sameFamily(stream.rtp().getAddress());
    return reached ? null : "incompatible network address type";
  }

  private boolean sameFamily(InetAddress remote) {
    return Origin.addressType(remote).equals(Origin.addressType(local.getAddress()));
  }

  /** Which way audio flows, seen from here, and whether the far end asked not to hear us. */
  private record Flow(Direction direction, boolean held) {}

  private Agreed agree(
      SessionDescription description,
      AudioStream ours,
      AudioStream theirs,
      Flow flow,
      Terms terms) {
    var send = theirs.codecs().getFirst();
    var codec = requireNonNull(AudioStream.codec(send));
    var audio =
        new NegotiatedAudio(
            requireNonNull(theirs.rtp()),
            requireNonNull(terms.rtcpMux() ? theirs.rtp() : theirs.rtcp()),
            codec,
            new Numbers(send.number(), numberOf(ours, codec)),
            events(ours, theirs),
            flow.direction(),
            flow.held(),
            terms.security(),
            terms.ice(),
            terms.rtcpMux());
    agreed = audio;
    return new Agreed(description, audio);
  }

  private static int numberOf(AudioStream ours, Codec codec) {
    return ours.codecs().stream()
        .filter(codec::is)
        .findFirst()
        .map(PayloadType::number)
        .orElse(codec.staticPayloadType());
  }

  private static @Nullable Numbers events(AudioStream ours, AudioStream theirs) {
    var send = theirs.telephoneEvent();
    var receive = ours.telephoneEvent();
    return send == null || receive == null ? null : new Numbers(send.number(), receive.number());
  }

  /** RFC 3264 8: a new offer has the old sections in their order, the audio in its place. */
  private List<MediaDescription> inPlace(MediaDescription audio) {
    var known = written == null ? null : written.audio();
    if (written == null || known == null) {
      return List.of(audio);
    }
    var sections =
        new ArrayList<>(written.media().stream().map(MediaDescription::refused).toList());
    sections.set(known.index(), audio);
    return sections;
  }

  private SessionDescription write(List<SdpLine> session, List<MediaDescription> sections) {
    var lines = new ArrayList<SdpLine>();
    lines.add(new SdpLine('s', "-"));
    lines.add(Connection.to(local.getAddress()).line());
    lines.addAll(session);
    return number(lines, sections);
  }

  /**
   * RFC 3264 8: "If the version in the origin line does not increment, the SDP MUST be identical to
   * the SDP with that version number", and it grows by one when it is not.
   */
  private SessionDescription number(List<SdpLine> lines, List<MediaDescription> sections) {
    if (written != null && written.lines().equals(lines) && written.media().equals(sections)) {
      return written;
    }
    if (written != null) {
      version++;
    }
    var ours = Origin.ours(sessionId, version, origin);
    written = new SessionDescription(ours, lines, sections);
    return written;
  }

  /** The formats of a section being written. */
  private static final class Formats {
    /** The player's packets are this long; relayed ones are as their sender made them. */
    private static final String PTIME = "ptime:20";

    private final List<String> formats = new ArrayList<>();
    private final List<SdpLine> lines = new ArrayList<>();

    Formats add(int number, String encoding, @Nullable String parameters) {
      formats.add(Integer.toString(number));
      lines.add(SdpLine.attribute("rtpmap:" + number + " " + encoding + "/" + Codec.CLOCK_RATE));
      if (parameters != null) {
        lines.add(SdpLine.attribute("fmtp:" + number + " " + parameters));
      }
      return this;
    }

    MediaDescription section(
        String protocol, int port, Direction direction, List<SdpLine> protection) {
      var all = new ArrayList<>(lines);
      all.add(SdpLine.attribute(PTIME));
      all.add(SdpLine.attribute(direction.attribute()));
      all.addAll(protection);
      return new MediaDescription("audio", port, 1, protocol, formats, all);
    }
  }
}
