package usher.core.record;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import usher.core.config.QueueConfig;
import usher.routing.offer.OfferOutcome;

/**
 * What is known of a call when it is over. Instants are ms since 1970 UTC by the wall clock;
 * lengths are ms by the monotonic clock, so they are right even where a clock was set meanwhile.
 *
 * @param id unique among all calls
 * @param queue the name of the queue it came for
 * @param caller the caller's address as he gave it; foreign text, to be escaped wherever it is
 *     shown
 * @param called the dialled URI
 * @param agent who answered; null if no agent did
 * @param arrivedMs when the INVITE came
 * @param queuedMs when it entered the queue; null if it did not
 * @param offeredMs when it was first offered to an agent; null if it was not
 * @param answeredMs when an agent, or somebody outside, answered; null if nobody did
 * @param endedMs when the first of them hung up
 * @param waitMs from entering the queue until an agent answered, or the caller left; ringing
 *     included
 * @param promisedMs what the caller could have been told of his wait when it began: four of five
 *     wait no longer, whole minutes; null where he did not have to wait or nothing could be told
 * @param ringMs how long agents' phones rang for it, all offers together
 * @param talkMs from answer to end, hold included
 * @param holdMs how long one had the other on hold
 * @param end why it ended, in one word, such as abandoned
 * @param why what ended it before anybody answered and how it stood then, in words, with the
 *     version of the rules; null where offers or overflow say it
 * @param hungUpBy who hung up first
 * @param answer when the caller was answered
 * @param media where the audio went
 * @param rules the version of the rules that let it in
 * @param band the band of its priority, 0 is served first
 * @param attributes what was known of it at its entry
 * @param legs the SIP dialogs, the caller's first
 * @param offers in the order they were made
 * @param queues the queues it came to wait in, in that order; none where it was refused
 * @param overflow what the ladders of its queues did with it, in that order
 * @param outside the places outside of the centre that were tried, in that order
 * @param transfers where agents passed it on to, or tried to, in that order
 * @param conference who took part in conferences, in the order in which they came
 * @param line the trunk that it came over; null where none
 */
public record CallRecord(
    String id,
    String queue,
    String caller,
    String called,
    @Nullable String agent,
    long arrivedMs,
    @Nullable Long queuedMs,
    @Nullable Long offeredMs,
    @Nullable Long answeredMs,
    long endedMs,
    long waitMs,
    @Nullable Long promisedMs,
    long ringMs,
    long talkMs,
    long holdMs,
    String end,
    @Nullable String why,
    HungUp hungUpBy,
    QueueConfig.Answer answer,
    QueueConfig.Media media,
    long rules,
    int band,
    SortedMap<String, String> attributes,
    List<Leg> legs,
    List<Offer> offers,
    List<Visit> queues,
    List<Rung> overflow,
    List<Outside> outside,
    List<Transfer> transfers,
    List<Party> conference,
    @Nullable Line line) {

  /** Who hung up first. */
  public enum HungUp {
    CALLER,
    AGENT,
    OUTSIDE,
    SERVER
  }

  /** Whose phone a leg leads to. */
  public enum Role {
    CALLER,
    AGENT,
    OUTSIDE
  }

  /**
   * One SIP dialog of the call.
   *
   * @param callId its Call-ID, by which it is found in a capture
   * @param agent whose phone; null on the caller's leg
   * @param remote the address the phone was reached at
   * @param gone why the phone was given up without a BYE of its; null where it was not
   * @param audio how its audio came through; null where it did not go through the server
   */
  public record Leg(
      String callId,
      Role role,
      @Nullable String agent,
      String remote,
      @Nullable Gone gone,
      @Nullable Audio audio) {}

  /** Why a phone was given up. */
  public enum Gone {
    /** It did not answer any more, or did not know the call (RFC 4028, RFC 3261 12.2.1.2). */
    SILENT,
    /** It never acknowledged our answer. */
    NO_ACK
  }

  /**
   * How the audio of one leg came through, by the formulas of RFC 3550 (A.3 loss, A.8 jitter, 6.4.1
   * round trip). What the far end did not report is null.
   *
   * @param received packets that came from the phone
   * @param lost packets that the phone numbered and that never came
   * @param jitterMs how unevenly they came in the end
   * @param jitterMaxMs the same when it was worst
   * @param sent packets that went to the phone
   * @param farLost of those, the ones that the phone says it did not get
   * @param farJitterMs how unevenly they came there
   * @param roundTripMs from the server to the phone and back, as measured last
   */
  public record Audio(
      long received,
      long lost,
      double jitterMs,
      double jitterMaxMs,
      long sent,
      @Nullable Long farLost,
      @Nullable Double farJitterMs,
      @Nullable Double roundTripMs) {}

  /**
   * One attempt to give the call to an agent.
   *
   * @param atMs when, ms since 1970 UTC
   * @param ringMs how long it took until it ended
   * @param why what decided for this agent, in words, with the version of the rules
   */
  public record Offer(
      String agent, long atMs, long ringMs, OfferOutcome outcome, @Nullable String why) {}

  /**
   * A queue that the call came to wait in.
   *
   * @param how entered, moved there, or added to the one it waited in
   * @param atMs when, ms since 1970 UTC
   */
  public record Visit(String queue, How how, long atMs) {}

  /**
   * A rung of a queue's ladder that fired.
   *
   * @param atMs when, ms since 1970 UTC
   * @param why what it did and why, in words, with the version of the rules
   */
  public record Rung(long atMs, String why) {}

  /** How a call came to a queue. */
  public enum How {
    ENTERED,
    MOVED,
    ADDED
  }

  /**
   * One attempt to reach a place outside of the centre.
   *
   * @param target as configured
   * @param atMs when, ms since 1970 UTC
   * @param ringMs how long it took until it was answered or came to nothing
   * @param status what the place refused it with; null where it did not
   */
  public record Outside(
      String target, long atMs, long ringMs, boolean answered, @Nullable Integer status) {}

  /**
   * One attempt of an agent to pass the call on.
   *
   * @param by the agent
   * @param to the agent, the queue, or the URI of the number outside
   * @param atMs when, ms since 1970 UTC
   * @param done whether the call got there
   * @param status what the phone refused it with; null where it did not
   */
  public record Transfer(String by, String to, long atMs, boolean done, @Nullable Integer status) {}

  /**
   * One who took part in a conference.
   *
   * @param who {@code caller}, the agent, or the URI of the number outside
   * @param joinedMs since when, ms since 1970 UTC
   * @param leftMs until when; also where no more than two were left
   */
  public record Party(String who, long joinedMs, long leftMs) {}

  /**
   * What the trunk said of the call; foreign text, and nothing of it from one that is not trusted.
   *
   * @param trunk its name
   * @param asserted who calls (RFC 3325), a name-addr; null where it did not say
   * @param withheld whether the caller wants to stay unknown (RFC 3323)
   * @param history the values of History-Info (RFC 7044)
   * @param diversions those of Diversion (RFC 5806), the latest first
   */
  public record Line(
      String trunk,
      @Nullable String asserted,
      boolean withheld,
      List<String> history,
      List<String> diversions) {
    public Line {
      Objects.requireNonNull(trunk);
      history = history == null ? List.of() : List.copyOf(history);
      diversions = diversions == null ? List.of() : List.copyOf(diversions);
    }
  }

  public CallRecord {
    // Json that lacks one of them is refused here.
    Objects.requireNonNull(id);
    Objects.requireNonNull(queue);
    Objects.requireNonNull(caller);
    Objects.requireNonNull(called);
    Objects.requireNonNull(end);
    Objects.requireNonNull(hungUpBy);
    Objects.requireNonNull(answer);
    Objects.requireNonNull(media);
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    legs = List.copyOf(legs);
    offers = List.copyOf(offers);
    // Records of earlier versions have none of these.
    queues = queues == null ? List.of() : List.copyOf(queues);
    overflow = overflow == null ? List.of() : List.copyOf(overflow);
    outside = outside == null ? List.of() : List.copyOf(outside);
    transfers = transfers == null ? List.of() : List.copyOf(transfers);
    conference = conference == null ? List.of() : List.copyOf(conference);
  }

  /** The record as JSON on one line, without the line's end; what is null is left out. */
  public String toJson() {
    return CallRecordJson.write(this);
  }

  /**
   * Reads what {@link #toJson} wrote; keys that a later version added are passed over.
   *
   * @throws IllegalArgumentException if the text is no call record
   */
  public static CallRecord fromJson(String json) {
    return CallRecordJson.read(json);
  }
}
