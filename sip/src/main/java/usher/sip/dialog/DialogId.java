package usher.sip.dialog;

/**
 * Identifies a dialog at our side (RFC 3261 12). The remote tag is not part of it: our own tag has
 * 128 random bits, and a dialog is found by it before the peer's tag is known; the dialog itself
 * compares the remote tag.
 */
public record DialogId(String callId, String localTag) {}
