package usher.core.call;

import org.jspecify.annotations.Nullable;
import usher.sip.dialog.Dialog;
import usher.sip.message.SipResponse;

/** No way leads there. */
enum NoRoute implements OutsideRoute {
  INSTANCE;

  @Override
  public @Nullable Way next() {
    return null;
  }

  @Override
  public @Nullable Way after(int status, @Nullable SipResponse response) {
    return null;
  }

  @Override
  public void dialled(Dialog dialog) {}
}
