package usher.softphone.bulk;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which call of ours an agent of ours is called for: the server tells agents who calls. */
final class CallBook {
  private final Map<String, CallerCall> byCaller = new HashMap<>();

  void enter(CallerCall call) {
    byCaller.put(call.user(), call);
  }

  void remove(CallerCall call) {
    byCaller.remove(call.user());
  }

  @Nullable CallerCall of(String caller) {
    return byCaller.get(caller);
  }
}
