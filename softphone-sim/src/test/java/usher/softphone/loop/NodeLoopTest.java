package usher.softphone.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import usher.sip.netty.ListenAddress;
import usher.sip.transport.TransportProtocol;
import usher.softphone.Account;
import usher.softphone.CallEnd;
import usher.softphone.PhoneCall;
import usher.softphone.PhoneHost;
import usher.softphone.PhoneListener;
import usher.softphone.Registrar;
import usher.softphone.Softphone;
import usher.softphone.chance.Seed;

/** Phones over real sockets of this machine. */
@Timeout(60)
class NodeLoopTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  @ParameterizedTest
  @EnumSource(
      value = TransportProtocol.class,
      names = {"UDP", "TCP"})
  void onePhoneCallsAnotherAndHangsUp(TransportProtocol protocol) throws Exception {
    CountDownLatch bothEnded = new CountDownLatch(2);
    try (DeafMediaPlane media = DeafMediaPlane.bind(LOOPBACK);
        NodeLoop<PhoneHost> bobs = phones(protocol, media, 1);
        NodeLoop<PhoneHost> alices = phones(protocol, media, 2)) {
      bobs.ask(host -> host.phone(account("bob"), answering(bothEnded)));
      Softphone alice = alices.ask(host -> host.phone(account("alice"), hangingUp(bothEnded)));
      String bob = uri("bob", bobs.flow(protocol).local(), protocol);
      alices.ask(_ -> alice.dial(bob));

      assertThat(bothEnded.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(media.statistics().inUse()).isZero();
      assertThat(media.statistics().opened()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = TransportProtocol.class,
      names = {"UDP", "TCP"})
  void aPhoneRegistersAndUnregisters(TransportProtocol protocol) throws Exception {
    CountDownLatch registered = new CountDownLatch(1);
    CountDownLatch unregistered = new CountDownLatch(1);
    PhoneListener listener =
        new PhoneListener() {
          @Override
          public void onRegistered(Softphone phone) {
            registered.countDown();
          }

          @Override
          public void onUnregistered(Softphone phone) {
            unregistered.countDown();
          }
        };
    try (DeafMediaPlane media = DeafMediaPlane.bind(LOOPBACK);
        NodeLoop<Registrar> server = NodeLoop.start(List.of(any(protocol)), Registrar::new);
        NodeLoop<PhoneHost> phones = phones(protocol, media, 2)) {
      var account =
          new Account(
              "alice",
              "usher.test",
              "secret",
              phones.flow(protocol).to(server.flow(protocol).local()));
      Softphone alice = phones.ask(host -> host.phone(account, listener));
      phones.execute(() -> alice.register(Duration.ofMinutes(1)));
      assertThat(registered.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(server.<Integer>ask(each -> each.contacts().size())).isEqualTo(1);
      phones.execute(alice::unregister);
      assertThat(unregistered.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(server.<Integer>ask(each -> each.contacts().size())).isZero();
    }
  }

  private static PhoneListener answering(CountDownLatch ended) {
    return new PhoneListener() {
      @Override
      public void onIncomingCall(PhoneCall call) {
        call.ring();
        call.answer();
      }

      @Override
      public void onEnded(PhoneCall call, CallEnd end) {
        assertThat(end.cause()).isEqualTo(CallEnd.Cause.PEER_HUNG_UP);
        ended.countDown();
      }
    };
  }

  private static PhoneListener hangingUp(CountDownLatch ended) {
    return new PhoneListener() {
      @Override
      public void onEstablished(PhoneCall call) {
        call.hangUp();
      }

      @Override
      public void onEnded(PhoneCall call, CallEnd end) {
        assertThat(end.cause()).isEqualTo(CallEnd.Cause.HUNG_UP);
        ended.countDown();
      }
    };
  }

  private static NodeLoop<PhoneHost> phones(
      TransportProtocol protocol, DeafMediaPlane media, long seed) throws IOException {
    return NodeLoop.start(
        List.of(any(protocol)),
        (wire, locals, nowNs) -> new PhoneHost(wire, locals, nowNs, media, new Seed(seed)));
  }

  private static ListenAddress any(TransportProtocol protocol) {
    return new ListenAddress(protocol, new InetSocketAddress(LOOPBACK, 0));
  }

  private static Account account(String user) {
    return new Account(user, "usher.test", "", null);
  }

  private static String uri(String user, InetSocketAddress at, TransportProtocol protocol) {
    String transport = protocol == TransportProtocol.TCP ? ";transport=tcp" : "";
    return "sip:" + user + "@" + at.getAddress().getHostAddress() + ":" + at.getPort() + transport;
  }
}
