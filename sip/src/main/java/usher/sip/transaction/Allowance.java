package usher.sip.transaction;

/**
 * How much may be sent to somebody who may not be where his datagrams say: three times what came
 * (RFC 9000 8.1 has the same measure). Who sends more, be it copies, gets more.
 */
final class Allowance {
  static final int TIMES = 3;

  private long leftBytes;

  void received(int bytes) {
    leftBytes += (long) TIMES * bytes;
  }

  void sent(int bytes) {
    leftBytes -= bytes;
  }

  boolean covers(int bytes) {
    return bytes <= leftBytes;
  }
}
