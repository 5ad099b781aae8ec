package usher.sip.netty;

/** The same where epoll is not to be had. */
class NioSipSocketsTest extends SipSocketsTest {
  @Override
  IoTransport transport() {
    return IoTransport.NIO;
  }
}
