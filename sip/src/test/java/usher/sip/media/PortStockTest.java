package usher.sip.media;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelException;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import usher.sip.sdp.Codec;
import usher.sip.sdp.Direction;

class PortStockTest {
  private final InetAddress address = TestAddresses.loopback();

  @Test
  void whenAllPairsAreTakenThereIsNoneUntilOneIsGivenBack() throws IOException {
    try (var plane = plane(20_000, 20_007, 2, 100)) {
      var ports = new ArrayList<MediaPort>();
      for (int i = 0; i < 4; i++) {
        ports.add(requireNonNull(open(plane)));
      }
      assertThat(open(plane)).isNull();
      assertThat(plane.statistics()).isEqualTo(new PoolStatistics(0, 4, 4, 1, 0));

      ports.get(2).close();
      Eventually.is(1, () -> plane.statistics().bound());
      assertThat(requireNonNull(open(plane)).rtpAddress()).isEqualTo(ports.get(2).rtpAddress());
    }
  }

  @Test
  void everyPairIsOfItsOwnAndInTheRange() throws IOException {
    try (var plane = plane(20_001, 20_064, 3, 100)) {
      var seen = new HashSet<Integer>();
      for (int i = 0; i < 31; i++) {
        seen.add(requireNonNull(open(plane)).rtpAddress().getPort());
      }
      assertThat(seen)
          .hasSize(31)
          .allMatch(port -> port % 2 == 0 && port >= 20_002 && port < 20_064);
      assertThat(open(plane)).isNull();
    }
  }

  @Test
  void tenThousandLegsLeaveNothingBehind() throws IOException {
    long filesBefore = openFiles();
    try (var plane = plane(20_000, 20_127, 2, 32)) {
      for (int round = 0; round < 10_000 / 16; round++) {
        Eventually.is(32, () -> plane.statistics().bound());
        openAndCloseSixteen(plane);
      }
      Eventually.is(new PoolStatistics(32, 0, 10_000, 0, 0), plane::statistics);
    }
    assertThat(openFiles()).isLessThan(filesBefore + 32);
  }

  /** Ports in use and ports in stock, RTP and RTCP, with all that could make one of them talk. */
  @Test
  void whoSpraysAllPortsGetsNothingBack() throws IOException {
    byte[][] baits = {
      {(byte) 0x80, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 2, 3, 4}, // RTP
      {(byte) 0x80, (byte) 200, 0, 1, 0, 0, 0, 1}, // RTCP
      {0, 1, 0, 0, 0x21, 0x12, (byte) 0xa4, 0x42, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, // STUN
      {22, (byte) 0xfe, (byte) 0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1} // ClientHello
    };
    try (var plane = plane(20_000, 20_015, 1, 100);
        var phone = new TestPhone(address);
        var sprayer = new DatagramSocket(0, TestAddresses.loopback())) {
      var port = requireNonNull(open(plane));
      port.remote(phone.agreed(Codec.PCMU, null, Direction.SENDRECV));
      port.play(AudioClip.defaultMusic(), true);
      phone.hear();
      for (int to = 20_000; to <= 20_015; to++) {
        for (byte[] bait : baits) {
          sprayer.send(new DatagramPacket(bait, bait.length, new InetSocketAddress(address, to)));
        }
      }
      Eventually.is(1L, () -> port.statistics().dropped(DropReason.FOREIGN_SOURCE));
      Eventually.is(3L, () -> port.statistics().dropped(DropReason.MALFORMED));
      sprayer.setSoTimeout(1);
      assertThatThrownBy(() -> sprayer.receive(new DatagramPacket(new byte[2048], 2048)))
          .isInstanceOf(SocketTimeoutException.class);
      assertThat(phone.hear().payload()).hasSize(160);
    }
  }

  /** So many sockets and no more: Netty says so on a thread of its own. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void withoutFilesForMoreSocketsTheStockIsAsLargeAsItCanBe(int files) throws Exception {
    try (var group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory())) {
      var left = new AtomicInteger(files);
      var bootstrap =
          new Bootstrap()
              .group(group)
              .channelFactory(() -> {
                if (left.getAndDecrement() <= 0) {
                  throw new ChannelException("Too many open files");
                }
                return new NioDatagramChannel();
              });
      var numbers = new PortPool(Duration.ofHours(1).toNanos());
      for (int port = 20_000; port < 20_020; port += 2) {
        numbers.add(port, System.nanoTime());
      }
      var thread = new MediaThread(group.next(), bootstrap, address, numbers, 10);

      thread.execute(thread::refill);
      thread.stocked().get(10, TimeUnit.SECONDS);

      assertThat(thread.ready()).isBetween(0, files / 2);
      assertThat(thread.bindFailures()).isEqualTo(10 - thread.ready());
      assertThat(requireNonNull(thread.lastFailure())).hasMessageContaining("Too many open files");
    }
  }

  private static void openAndCloseSixteen(MediaPlane plane) {
    var ports = new ArrayList<MediaPort>();
    for (int i = 0; i < 16; i++) {
      var near = ports.isEmpty() ? null : ports.getLast();
      ports.add(requireNonNull(plane.open(MediaListener.NONE, near)));
    }
    ports.forEach(MediaPort::close);
  }

  @Test
  void aPortIsOpenedOnTheThreadOfTheOneItIsNear() throws IOException {
    try (var plane = plane(20_000, 20_099, 2, 20)) {
      var first = (RtpPort) requireNonNull(open(plane));
      var elsewhere = (RtpPort) requireNonNull(open(plane));
      var near = (RtpPort) requireNonNull(plane.open(MediaListener.NONE, first));

      assertThat(elsewhere.thread()).isNotSameAs(first.thread());
      assertThat(near.thread()).isSameAs(first.thread());
    }
  }

  @Test
  void aPortThatSomebodyElseHasIsLeftOut() throws IOException {
    try (var other = new DatagramSocket(20_003, address);
        var plane = plane(20_000, 20_005, 1, 10)) {
      assertThat(other.isBound()).isTrue();
      assertThat(plane.statistics().bound()).isEqualTo(2);
      assertThat(plane.statistics().bindFailures()).isPositive();
      for (int i = 0; i < 2; i++) {
        assertThat(requireNonNull(open(plane)).rtpAddress().getPort()).isNotEqualTo(20_002);
      }
    }
  }

  @Test
  void aRangeOfWhichNothingCanBeBoundIsAnErrorThatNamesIt() throws IOException {
    try (var other = new DatagramSocket(20_000, address)) {
      assertThat(other.isBound()).isTrue();
      assertThatIOException()
          .isThrownBy(() -> plane(20_000, 20_001, 1, 10))
          .withMessageContaining("20000-20001")
          .withMessageContaining(address.getHostAddress());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::"})
  void aPlaneOnAllInterfacesKnowsAPhoneByItsAddress(String wildcard) throws IOException {
    int first = 1024 + 2 * ThreadLocalRandom.current().nextInt(30_000);
    var all = InetAddress.ofLiteral(wildcard);
    var config = new MediaConfig(all, address, first, first + 199, 1, 4, Duration.ZERO);
    try (var plane = RtpMediaPlane.start(config);
        var phone = new TestPhone(address)) {
      var port = requireNonNull(open(plane));
      port.remote(phone.agreed(Codec.PCMU, null, Direction.SENDRECV));
      port.play(AudioClip.defaultMusic(), true);
      assertThat(phone.hear().from().getPort()).isEqualTo(port.rtpAddress().getPort());
      phone.say(port, Codec.PCMU, 1);
      Eventually.is(1L, () -> port.statistics().packetsReceived());
    }
  }

  @Test
  void aRangeWithoutAPairIsRefused() {
    assertThatThrownBy(() -> MediaConfig.of(address, 20_001, 20_002, 1))
        .hasMessageContaining("even port");
    assertThat(MediaConfig.of(address, 20_000, 29_999, 1).pairs()).isEqualTo(5000);
    assertThat(MediaConfig.of(address, 20_001, 20_004, 1).pairs()).isEqualTo(1);
  }

  @Test
  void afterTheEndAPlaneDoesNothingAndNobodyWaits() throws IOException {
    var plane = plane(20_000, 20_019, 1, 10);
    var port = requireNonNull(open(plane));
    plane.close();
    port.play(AudioClip.defaultMusic(), true);
    port.close();

    assertThat(plane.statistics().inUse()).isZero();
  }

  private static @Nullable MediaPort open(MediaPlane plane) {
    return plane.open(MediaListener.NONE, null);
  }

  private RtpMediaPlane plane(int first, int last, int threads, int ready) throws IOException {
    return RtpMediaPlane.start(
        new MediaConfig(address, address, first, last, threads, ready, Duration.ofMillis(1)));
  }

  private static long openFiles() throws IOException {
    var folder = Path.of("/proc/self/fd");
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (var files = Files.list(folder)) {
      return files.count();
    }
  }
}
