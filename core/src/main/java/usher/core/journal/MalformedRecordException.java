package usher.core.journal;

/** A record passed its checksum and still makes no sense: it was written by a program in error. */
public final class MalformedRecordException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MalformedRecordException(String message) {
    super(message);
  }
}
