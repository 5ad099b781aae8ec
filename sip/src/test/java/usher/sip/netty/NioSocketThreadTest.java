package usher.sip.netty;

/** The same where epoll is not to be had. */
class NioSocketThreadTest extends SocketThreadTest {
  @Override
  IoTransport transport() {
    return IoTransport.NIO;
  }
}
