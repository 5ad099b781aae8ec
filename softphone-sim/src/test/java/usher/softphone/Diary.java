package usher.softphone;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A phone's user who writes everything down, and does what he was told about calls. */
final class Diary implements PhoneListener {
  private final List<String> lines = new ArrayList<>();
  private final List<PhoneCall> incoming = new ArrayList<>();
  private final List<CallEnd> ends = new ArrayList<>();
  private Consumer<PhoneCall> onIncoming = _ -> {};
  private Consumer<PhoneCall> onEstablished = _ -> {};

  Diary atIncoming(Consumer<PhoneCall> does) {
    onIncoming = does;
    return this;
  }

  Diary whenEstablished(Consumer<PhoneCall> does) {
    onEstablished = does;
    return this;
  }

  List<String> lines() {
    return lines;
  }

  List<CallEnd> ends() {
    return ends;
  }

  PhoneCall lastIncoming() {
    return incoming.getLast();
  }

  @Override
  public void onRegistered(Softphone phone) {
    lines.add("registered");
  }

  @Override
  public void onUnregistered(Softphone phone) {
    lines.add("unregistered");
  }

  @Override
  public void onRegistrationFailed(Softphone phone, int status) {
    lines.add("registration failed " + status);
  }

  @Override
  public void onIncomingCall(PhoneCall call) {
    lines.add("incoming");
    incoming.add(call);
    onIncoming.accept(call);
  }

  @Override
  public void onProgress(PhoneCall call, int status) {
    lines.add("progress " + status);
  }

  @Override
  public void onEstablished(PhoneCall call) {
    lines.add("established");
    onEstablished.accept(call);
  }

  @Override
  public void onSessionChanged(PhoneCall call) {
    lines.add("held " + call.isHeld() + " by peer " + call.isHeldByPeer());
  }

  @Override
  public void onDigit(PhoneCall call, char digit) {
    lines.add("digit " + digit);
  }

  @Override
  public void onEnded(PhoneCall call, CallEnd end) {
    lines.add("ended " + end.cause() + (end.status() == 0 ? "" : " " + end.status()));
    ends.add(end);
  }
}
