package usher.core.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import usher.softphone.CallEnd;
import usher.softphone.PhoneCall;
import usher.softphone.PhoneListener;
import usher.softphone.network.SimulatedNetwork;

/** A phone that notes what it hears and does what it is told with calls that come in. */
final class Phone implements PhoneListener {
  private final List<String> heard = new ArrayList<>();
  private final List<PhoneCall> calls = new ArrayList<>();
  private final SimulatedNetwork network;
  private @Nullable Duration pickUp = Duration.ofSeconds(2);
  private int refusal;
  private int changeRefusal;

  Phone(SimulatedNetwork network) {
    this.network = network;
  }

  /** From now on it picks up after this time; null for never. */
  void picksUpAfter(@Nullable Duration time) {
    pickUp = time;
  }

  /** From now on it refuses with this status; 0 for no more. */
  void refuses(int status) {
    refusal = status;
  }

  /** From now on it refuses with this status that the session of a call that comes in changes. */
  void refusesChanges(int status) {
    changeRefusal = status;
  }

  List<String> heard() {
    return heard;
  }

  /** The last call it had a part in. */
  PhoneCall call() {
    return calls.getLast();
  }

  @Override
  public void onIncomingCall(PhoneCall incoming) {
    calls.add(incoming);
    heard.add("incoming");
    if (refusal > 0) {
      incoming.refuse(refusal);
      return;
    }
    incoming.refuseChanges(changeRefusal);
    incoming.ring();
    if (pickUp != null) {
      network.after(pickUp.toNanos(), incoming::answer);
    }
  }

  void dialled(PhoneCall call) {
    calls.add(call);
  }

  @Override
  public void onProgress(PhoneCall of, int status) {
    heard.add("progress " + status);
  }

  @Override
  public void onEstablished(PhoneCall of) {
    heard.add("established");
  }

  @Override
  public void onDigit(PhoneCall of, char digit) {
    heard.add("key " + digit);
  }

  @Override
  public void onTransferProgress(PhoneCall of, int status) {
    heard.add("transfer " + status);
  }

  @Override
  public void onEnded(PhoneCall of, CallEnd end) {
    heard.add(("ended " + end.cause() + " " + end.status()).replace(" 0", ""));
  }
}
