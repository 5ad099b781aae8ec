package usher.core.call;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import usher.core.agent.Target;
import usher.sip.dialog.Dialog;
import usher.sip.dialog.OutgoingInvite.HeaderLine;
import usher.sip.dialog.Proof;
import usher.sip.message.SipResponse;

/**
 * The ways that one call outside may take, tried one after the other (RFC 3263 4.3). Each has an
 * INVITE of its own, hence a branch of its own.
 */
public interface OutsideRoute {
  /**
   * One way.
   *
   * @param from who calls, as a name-addr without a tag
   * @param headers what the INVITE says besides
   * @param proof says who we are to a server that has asked for it; null where none has
   */
  record Way(Target target, String from, List<HeaderLine> headers, @Nullable Proof proof) {
    /** One on which nobody has asked who we are. */
    public Way(Target target, String from, List<HeaderLine> headers) {
      this(target, from, headers, null);
    }

    /** All that an INVITE with this body says besides; once for each, since proofs are counted. */
    public List<HeaderLine> headers(byte[] body) {
      HeaderLine credentials =
          proof == null ? null : proof.credentials("INVITE", target.uri(), body);
      return credentials == null
          ? headers
          : Stream.concat(Stream.of(credentials), headers.stream()).toList();
    }
  }

  /** The next way that nobody has tried; null where none is left. */
  @Nullable Way next();

  /**
   * The way to try now that the last one has failed.
   *
   * @param status the final response's, 408 for silence, 503 where nothing could be delivered
   * @param response the final response, null where there was none
   * @return null where the call shall not be tried elsewhere, or cannot
   */
  @Nullable Way after(int status, @Nullable SipResponse response);

  /** The INVITE of the last way has been sent in this dialog. */
  void dialled(Dialog dialog);

  /** The ways of a phone that is called as it is. */
  static OutsideRoute to(Target target, String from) {
    return new SingleWay(new Way(target, from, target.headers()));
  }

  /** No way at all. */
  static OutsideRoute none() {
    return NoRoute.INSTANCE;
  }
}
