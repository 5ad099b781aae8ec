package usher.clients;

/**
 * Something that a baresip phone told.
 *
 * @param type its name, such as {@code CALL_ESTABLISHED}
 * @param param what belongs to it: why a call closed, which digit was pressed
 */
record PhoneEvent(String type, String peerUri, String callId, String param) {}
