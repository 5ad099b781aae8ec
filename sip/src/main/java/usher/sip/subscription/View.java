package usher.sip.subscription;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a subscription shows, and how much of it the subscriber knows. */
sealed interface View permits OneLamp, LampList {
  /** The resources whose changes it may show; they stay the same. */
  List<String> resources();

  /** Why there is nothing more to watch; null as long as there is. */
  @Nullable Ending gone();

  /** True where the subscriber does not know how things stand. */
  boolean isNews();

  /** The next document shows everything: what was told before is not to be relied on. */
  void again();

  /** What to tell now, which counts as told; null where there is nothing to be seen. */
  @Nullable Document tell();
}
