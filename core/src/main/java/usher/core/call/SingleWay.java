package usher.core.call;

import org.jspecify.annotations.Nullable;
import usher.sip.dialog.Dialog;
import usher.sip.message.SipResponse;

/** The route that has one way, whatever comes of it. */
final class SingleWay implements OutsideRoute {
  private @Nullable Way way;

  SingleWay(Way way) {
    this.way = way;
  }

  @Override
  public @Nullable Way next() {
    Way next = way;
    way = null;
    return next;
  }

  @Override
  public @Nullable Way after(int status, @Nullable SipResponse response) {
    return null;
  }

  @Override
  public void dialled(Dialog dialog) {}
}
