package usher.core.call;

import java.util.ArrayList;
import java.util.List;
import usher.core.call.CallCommand.DropReason;

/** Which legs of a call have to go, and how. */
final class Releases {
  private Releases() {}

  /** Offers are counted from 1, legs that routing did not choose from -1 down. */
  static boolean isOffer(long legId) {
    return legId > 0;
  }

  /** The agent is dropped first, so that a new offer finds the phone hung up. */
  static List<CallCommand> release(long leg, DropReason reason) {
    List<CallCommand> commands = new ArrayList<>();
    if (isOffer(leg)) {
      commands.add(new CallCommand.DropAgent(leg, reason));
      commands.add(new CallCommand.ReleaseAgent(leg));
    } else {
      commands.add(new CallCommand.DropOutside(leg, reason));
    }
    return commands;
  }

  static List<CallCommand> releaseBoth(long offer, int status) {
    List<CallCommand> commands = release(offer, DropReason.CALL_ENDED);
    commands.add(new CallCommand.DropCaller(status));
    return commands;
  }

  static List<CallCommand> dropAll(List<Long> offers, DropReason reason) {
    List<CallCommand> commands = new ArrayList<>();
    for (long offer : offers) {
      commands.add(new CallCommand.DropAgent(offer, reason));
    }
    return commands;
  }
}
