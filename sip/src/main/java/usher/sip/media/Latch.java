package usher.sip.media;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whose RTP a port takes: symmetric RTP (RFC 4961) that cannot be bled. Time comes in as an
 * argument.
 *
 * <pre>
 *   expect ---&gt; open --- a packet from the announced address, or from the source of before -----&gt; latched
 *                |  \--- 3 s, other port of the same host, several in a row: a NAT's mapping ---&gt; latched
 *                |       the same where a private address was announced: of the host that speaks SIP
 *                |                                                                                  |
 *                +-- other hosts, other ports after 3 s: dropped          all other sources dropped +
 * </pre>
 *
 * <p>One stray packet from another port does not take the stream: a source that was not announced
 * has to send a few in sequence first, and the announced one, if it speaks meanwhile, wins. A
 * packet that proves to be the far end's by its SRTP key needs no probation, and may come from any
 * host. Only {@link #expect}, that is a re-INVITE, opens the latch again; the source of before then
 * still counts as known, unless the far end announced another place.
 */
final class Latch {
  /** How long a source that was not announced may still appear. */
  static final long WINDOW_NS = TimeUnit.SECONDS.toNanos(3);

  /** Packets in sequence that such a source has to send. */
  static final int PROBATION_PACKETS = 5;

  /** How long these take at least when they are speech: half of what 20 ms each would. */
  static final long PROBATION_NS = TimeUnit.MILLISECONDS.toNanos(40);

  /**
   * How long packets that were queued before the socket was connected can still be read after it.
   */
  private static final long SETTLING_NS = TimeUnit.SECONDS.toNanos(1);

  enum Verdict {
    DROP,
    ACCEPT,
    /** Accept, and from now on this source alone. */
    LATCH
  }

  private @Nullable InetSocketAddress announced;
  private @Nullable InetAddress translated;
  private @Nullable InetSocketAddress known;
  private boolean latched;
  private int latchedSsrc;
  private long sinceNs;
  private @Nullable InetSocketAddress candidate;
  private int candidateSsrc;
  private int candidateNext;
  private int candidatePackets;
  private long candidateSinceNs;

  /** Opens the latch for a far end that announced where it receives. */
  void expect(InetSocketAddress address, long nowNs) {
    expect(address, null, nowNs);
  }

  /**
   * The same for one that speaks SIP from elsewhere.
   *
   * @param speaksFrom counts as its host, too, where it announced an address that means nothing
   *     outside of its own network
   */
  void expect(InetSocketAddress address, @Nullable InetAddress speaksFrom, long nowNs) {
    translated = PrivateAddress.is(address.getAddress()) ? speaksFrom : null;
    if (!address.equals(announced)) {
      known = null;
    }
    announced = address;
    latched = false;
    candidate = null;
    sinceNs = nowNs;
  }

  boolean latched() {
    return latched;
  }

  /**
   * Where to send: to the source, or before there was one to where the far end announced; null
   * before {@link #expect}.
   */
  @Nullable InetSocketAddress destination() {
    return known != null ? known : announced;
  }

  Verdict judge(InetSocketAddress sender, int ssrc, int sequence, long nowNs) {
    if (announced == null) {
      return Verdict.DROP;
    }
    if (latched) {
      return sender.equals(known) && settled(ssrc, nowNs) ? Verdict.ACCEPT : Verdict.DROP;
    }
    if (sender.equals(announced) || sender.equals(known)) {
      return latch(sender, ssrc, nowNs);
    }
    boolean inTime = nowNs - sinceNs < WINDOW_NS;
    boolean passes =
        inTime
            && isHost(sender.getAddress(), announced)
            && passesProbation(sender, ssrc, sequence, nowNs);
    return passes ? latch(sender, ssrc, nowNs) : Verdict.DROP;
  }

  /** Whether a packet from there can be taken, whatever it says of itself. */
  boolean mayTake(InetSocketAddress sender) {
    return announced != null && (!latched || sender.equals(known));
  }

  /**
   * Judges a packet whose key has shown that it is the far end's: in time it is taken from wherever
   * it comes, at once.
   */
  Verdict judgeProved(InetSocketAddress sender, int ssrc, long nowNs) {
    if (latched || !mayTake(sender)) {
      return mayTake(sender) ? Verdict.ACCEPT : Verdict.DROP;
    }
    boolean expected = sender.equals(announced) || sender.equals(known);
    return expected || nowNs - sinceNs < WINDOW_NS ? latch(sender, ssrc, nowNs) : Verdict.DROP;
  }

  private boolean isHost(InetAddress host, InetSocketAddress told) {
    return host.equals(told.getAddress()) || host.equals(translated);
  }

  private Verdict latch(InetSocketAddress sender, int ssrc, long nowNs) {
    known = sender;
    latched = true;
    latchedSsrc = ssrc;
    sinceNs = nowNs;
    return Verdict.LATCH;
  }

  private boolean settled(int ssrc, long nowNs) {
    return ssrc == latchedSsrc || nowNs - sinceNs >= SETTLING_NS;
  }

  private boolean passesProbation(InetSocketAddress sender, int ssrc, int sequence, long nowNs) {
    boolean continues =
        sender.equals(candidate) && ssrc == candidateSsrc && sequence == candidateNext;
    candidatePackets = continues ? candidatePackets + 1 : 1;
    candidateSinceNs = continues ? candidateSinceNs : nowNs;
    candidate = sender;
    candidateSsrc = ssrc;
    candidateNext = (sequence + 1) & 0xffff;
    return candidatePackets >= PROBATION_PACKETS && nowNs - candidateSinceNs >= PROBATION_NS;
  }
}
