package usher.sip.subscription;

/** The body of a NOTIFY. */
@SuppressWarnings("ArrayRecordComponent") // goes out as it is, never compared
record Document(String contentType, byte[] bytes) {}
