package usher.core.journal;

/** Numbers of the record types. They stand in files: none is ever changed or used again. */
final class RecordType {

  static final int STARTED = 1;
  static final int STOPPED = 2;
  static final int TURN = 3;
  static final int SIP_RECEIVED = 4;
  static final int TRANSPORT_CHANGED = 5;
  static final int MEDIA_STARTED = 6;
  static final int DIGIT_HEARD = 7;
  static final int PLAY_ENDED = 8;
  static final int ADMIN_COMMANDED = 9;
  static final int OFFER_MADE = 10;
  static final int OFFER_ENDED = 11;
  static final int AGENT_CHANGED = 12;
  static final int CALL_CHANGED = 13;
  static final int CALL_RECORDED = 14;
  static final int RULES_TAKEN = 15;
  static final int ROUTER_COMMANDED = 16;
  static final int CALL_ENTERED = 17;
  static final int NAME_LOCATED = 18;

  private RecordType() {}
}
