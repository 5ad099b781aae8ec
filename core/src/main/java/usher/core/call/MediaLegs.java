package usher.core.call;

import java.net.InetSocketAddress;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import usher.sip.dialog.Dialog;
import usher.sip.media.AudioMixer;
import usher.sip.media.MediaListener;
import usher.sip.media.MediaPlane;
import usher.sip.media.MediaPort;
import usher.sip.sdp.OfferAnswer;

/** Where legs get ports and session ids, and what is pressed at these ports goes to the loop. */
final class MediaLegs {
  private final MediaPlane plane;
  private final Consumer<PressedKey> keys;
  private final LongSupplier sessionIds;

  /**
   * Legs of this plane.
   *
   * @param keys called on media threads
   */
  MediaLegs(MediaPlane plane, Consumer<PressedKey> keys, LongSupplier sessionIds) {
    this.plane = plane;
    this.keys = keys;
    this.sessionIds = sessionIds;
  }

  /** The leg at a port; it is read and written on the loop alone. */
  private final class Ears implements MediaListener {
    private @Nullable MediaLeg leg;

    @Override
    public void digit(char digit) {
      keys.accept(new PressedKey(this, digit));
    }

    private MediaLeg at(MediaPort port, OfferAnswer exchange) {
      MediaLeg made = new MediaLeg(port, exchange);
      leg = made;
      return made;
    }
  }

  /** In whose dialog it was pressed; null where that leg was never anybody's. */
  static @Nullable Dialog dialogOf(PressedKey key) {
    MediaLeg leg = key.ears() instanceof Ears ears ? ears.leg : null;
    return leg == null ? null : leg.dialog();
  }

  /** Takes a port for this far end; null where none is free. */
  @Nullable MediaLeg open(@Nullable MediaLeg near, FarEnd farEnd) {
    Ears ears = new Ears();
    MediaPort port = port(ears, near, farEnd);
    return port == null
        ? null
        : ears.at(port, new OfferAnswer(sessionIds.getAsLong(), port.rtpAddress(), port.secrets()));
  }

  /** Takes a port for a phone that was told of another phone so far; null where none is free. */
  @Nullable MediaLeg openFor(@Nullable MediaLeg near, RelayedPath.Spoken spoken) {
    Ears ears = new Ears();
    MediaPort port = port(ears, near, FarEnd.of(spoken.dialog(), null));
    return port == null
        ? null
        : ears.at(port, spoken.words().movedTo(port.rtpAddress(), port.secrets()));
  }

  private @Nullable MediaPort port(Ears ears, @Nullable MediaLeg near, FarEnd farEnd) {
    MediaPort port = plane.open(ears, near == null ? null : near.port(), farEnd.hears());
    if (port != null) {
      port.speaksFrom(farEnd.speaks());
    }
    return port;
  }

  /** What is said to a phone that has no port of ours, under this address of ours. */
  OfferAnswer withoutPort(InetSocketAddress local) {
    return new OfferAnswer(sessionIds.getAsLong(), local);
  }

  /** A mixer for this leg and others. */
  AudioMixer mixer(MediaLeg near) {
    return plane.mixer(near.port());
  }
}
