package usher.softphone.fleet;

import usher.softphone.CallEnd;
import usher.softphone.PhoneCall;
import usher.softphone.PhoneListener;
import usher.softphone.RegistrationState;
import usher.softphone.Softphone;

/** One agent of a fleet: his phone, and what became of the calls to it. */
public final class Agent implements PhoneListener {
  private final AgentFleet fleet;
  private Softphone phone;
  private long offered;
  private long answered;
  private long declined;
  private long missed;
  private long broken;
  private long vanished;
  private long talkNs;

  @SuppressWarnings("NullAway.Init") // the phone is given its listener before it can be known here
  Agent(AgentFleet fleet) {
    this.fleet = fleet;
  }

  void has(Softphone his) {
    phone = his;
  }

  /** His phone. */
  public Softphone phone() {
    return phone;
  }

  /** Whether he can be called through the server now. */
  public boolean isRegistered() {
    return phone.registrationState() == RegistrationState.REGISTERED;
  }

  /** What became of the calls to him so far. */
  public AgentFigures figures() {
    return new AgentFigures(offered, answered, declined, missed, broken, vanished, talkNs);
  }

  @Override
  public void onIncomingCall(PhoneCall call) {
    offered++;
  }

  @Override
  public void onEnded(PhoneCall call, CallEnd end) {
    if (call.establishedNs() != 0) {
      talkNs += call.endedNs() - call.establishedNs();
    }
    switch (end.cause()) {
      case DECLINED -> declined++;
      case CANCELLED -> missed++;
      case NO_ACK, PEER_GONE -> broken++;
      case VANISHED -> vanished++;
      case HUNG_UP, PEER_HUNG_UP -> answered++;
      case REFUSED, ABANDONED -> throw new IllegalStateException("an agent calls nobody");
    }
  }

  @Override
  public void onRegistrationFailed(Softphone his, int status) {
    fleet.registrationFailed(status);
  }
}
