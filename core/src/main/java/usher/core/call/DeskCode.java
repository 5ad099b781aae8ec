package usher.core.call;

/**
 * What an agent dials on a desk phone to say something about himself, or about his calls.
 *
 * @param reason the agent's reason for {@link Deed#NOT_READY}, 0 where none was dialled
 */
public record DeskCode(Deed deed, int reason) {
  /** What it asks for. */
  public enum Deed {
    LOGIN,
    LOGOUT,
    READY,
    NOT_READY,
    WRAP_UP_DONE,
    /** Everybody with whom the agent talks is to hear all others. */
    CONFERENCE
  }
}
