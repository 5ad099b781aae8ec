package usher.softphone.bulk;

import org.jspecify.annotations.Nullable;
import usher.softphone.audio.Voice;

/**
 * One end of a call: a dialog of ours (RFC 3261 12), with one request of our own under way at most.
 */
abstract class Leg {
  private static final String BYE = "BYE";
  private static final String INVITE = "INVITE";

  private final Line line;
  private final Repeater repeater;
  private final String callId;
  private final String user;
  private final @Nullable Voice voice;
  private String local = "";
  private String remote = "";
  private String target = "";
  private long cseq = 1;

  /**
   * A call of this user.
   *
   * @param voice null for a call without audio
   */
  Leg(Line line, String callId, String user, @Nullable Voice voice) {
    this.line = line;
    this.repeater = new Repeater(line);
    this.callId = callId;
    this.user = user;
    this.voice = voice;
  }

  Line line() {
    return line;
  }

  Repeater repeater() {
    return repeater;
  }

  String callId() {
    return callId;
  }

  String user() {
    return user;
  }

  long nowNs() {
    return line.nowNs();
  }

  long cseq() {
    return cseq;
  }

  /** The two parties as our requests name them, each with its tag, and where requests go. */
  void established(String ourSide, String theirSide, String theirContact) {
    local = ourSide;
    remote = theirSide;
    target = theirContact;
  }

  // ---- audio

  final String offer() {
    return line.offer(voice);
  }

  final String answer() {
    return line.answer(voice);
  }

  /** Speaks to where they want to hear us, or not if they do not. */
  final void speakTo(Received theirs) {
    if (voice != null) {
      voice.speakTo(theirs.audio());
    }
  }

  final void hush() {
    if (voice != null) {
      voice.speakTo(null);
    }
  }

  final void closeAudio() {
    if (voice != null) {
      voice.close();
    }
  }

  // ---- requests of ours

  void bye() {
    cseq++;
    repeater.say(inDialog(BYE, cseq, "", ""), this::silence);
  }

  /** Offers our session again, as it is. */
  void offerAgain() {
    cseq++;
    String more = Texts.contact(user, line);
    repeater.invite(inDialog(INVITE, cseq, more, offer()), this::silence);
  }

  /** RFC 3261 13.2.2.4: the ACK of a 2xx is a request of its own, and answers every repetition. */
  void ack(long invite) {
    line.send(inDialog("ACK", invite, "", ""));
  }

  private String inDialog(String method, long number, String more, String session) {
    String via = line.newVia();
    return Texts.request(method, target, via, local, remote, callId, number, more, session);
  }

  // ---- requests of theirs

  /** A request in a dialog that both have. */
  void requested(Received request) {
    switch (request.method()) {
      case BYE -> {
        answer(request, "200 OK");
        theyHangUp();
      }
      case INVITE, "UPDATE" -> line.send(sessionAnswer(request));
      case "ACK" -> acknowledged();
      case "OPTIONS", "INFO", "NOTIFY", "MESSAGE" -> answer(request, "200 OK");
      default -> answer(request, "405 Method Not Allowed");
    }
  }

  private String sessionAnswer(Received request) {
    if (request.hasSession()) {
      speakTo(request);
    }
    return Texts.response(request, "200 OK", "", Texts.contact(user, line), answer());
  }

  final void answer(Received request, String status) {
    line.send(Texts.response(request, status, line.run(), "", ""));
  }

  // ---- what the kinds of legs do

  /** An ACK came. */
  abstract void acknowledged();

  /** They say that it is over. */
  abstract void theyHangUp();

  /** What we said last got no answer. */
  abstract void silence();
}
