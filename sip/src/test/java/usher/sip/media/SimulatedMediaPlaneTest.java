package usher.sip.media;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import usher.sip.sdp.Codec;
import usher.sip.sdp.Direction;
import usher.sip.sdp.NegotiatedAudio;
import usher.sip.sdp.NegotiatedAudio.Numbers;

class SimulatedMediaPlaneTest {
  private final InetAddress address = InetAddress.ofLiteral("192.0.2.1");
  private final SimulatedMediaPlane plane = new SimulatedMediaPlane(address, 20_000, 3);
  private final List<String> told = new ArrayList<>();
  private final SimulatedMediaPort caller = open();
  private final SimulatedMediaPort agent = open();

  @Test
  void portsAreGivenInOrderUntilThereAreNone() {
    assertThat(agent.rtpAddress()).isEqualTo(new InetSocketAddress(address, 20_002));
    open();
    assertThat(plane.open(MediaListener.NONE, null)).isNull();
    assertThat(plane.statistics()).isEqualTo(new PoolStatistics(0, 3, 3, 1, 0));
    caller.close();
    caller.close();
    assertThat(plane.statistics().inUse()).isEqualTo(2);
    assertThat(open().rtpAddress()).isEqualTo(caller.rtpAddress());
  }

  @Test
  void joinedPortsHearEachOtherAsFarAsWasAgreed() {
    caller.remote(audio(Direction.SENDRECV));
    agent.remote(audio(Direction.RECVONLY));
    caller.play(AudioClip.defaultMusic(), true);
    caller.join(agent);

    assertThat(caller.playing()).isNull();
    assertThat(agent.peer()).isSameAs(caller);
    assertThat(caller.hears(agent)).isTrue();
    assertThat(agent.hears(caller)).isFalse();
    agent.close();
    assertThat(caller.peer()).isNull();
    assertThat(caller.hears(agent)).isFalse();
  }

  @Test
  void joiningAThirdPartsTheFirstTwo() {
    caller.join(agent);
    var third = open();
    third.join(caller);

    assertThat(caller.peer()).isSameAs(third);
    assertThat(agent.peer()).isNull();
  }

  @Test
  void playingPartsAndIsSeen() {
    caller.join(agent);
    caller.play(AudioClip.defaultMusic(), true);

    assertThat(agent.peer()).isNull();
    assertThat(caller.playing()).isSameAs(AudioClip.defaultMusic());
    caller.finishPlaying();
    assertThat(caller.playing()).as("a loop has no end").isNotNull();
    caller.stopPlaying();
    assertThat(caller.playing()).isNull();
  }

  @Test
  void inAMixerEachHearsAllOthersUntilItLeaves() {
    var third = open();
    var ports = List.of(caller, agent, third);
    ports.forEach(port -> port.remote(audio(Direction.SENDRECV)));
    caller.join(agent);
    agent.play(AudioClip.defaultMusic(), true);
    var mixer = plane.mixer(caller);
    ports.forEach(mixer::add);

    for (var one : ports) {
      for (var other : ports) {
        assertThat(one.hears(other)).isEqualTo(one != other);
      }
    }
    assertThat(agent.playing()).isNull();
    third.play(AudioClip.defaultMusic(), true);
    assertThat(caller.hears(third) || third.hears(caller)).isFalse();
    assertThat(caller.hears(agent)).isTrue();
    mixer.close();
    assertThat(caller.hears(agent)).isFalse();
  }

  @Test
  void theSimulationMakesThingsHappen() {
    caller.startMedia();
    caller.remote(audio(Direction.SENDRECV));
    caller.startMedia();
    caller.startMedia();
    caller.press('5');
    caller.play(AudioClip.of(new short[1]), false);
    caller.finishPlaying();
    caller.close();
    caller.press('6');

    assertThat(told).containsExactly("started", "5", "ended");
  }

  @Test
  void aPortIsFoundByItsAddressWhileItIsOpen() {
    assertThat(plane.portAt(agent.rtpAddress())).containsSame(agent);
    assertThat(plane.openPorts()).containsExactly(caller, agent);
    plane.close();
    assertThat(plane.portAt(agent.rtpAddress())).isEmpty();
    assertThat(agent.closed()).isTrue();
  }

  private SimulatedMediaPort open() {
    return (SimulatedMediaPort) requireNonNull(plane.open(new Told(), null));
  }

  private static NegotiatedAudio audio(Direction direction) {
    var somewhere = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.2"), 4000);
    return new NegotiatedAudio(
        somewhere, somewhere, Codec.PCMU, new Numbers(0, 0), null, direction, false);
  }

  private final class Told implements MediaListener {
    @Override
    public void mediaStarted() {
      told.add("started");
    }

    @Override
    public void digit(char digit) {
      told.add(Character.toString(digit));
    }

    @Override
    public void playEnded() {
      told.add("ended");
    }
  }
}
