package usher.core.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import usher.routing.call.CallKey;

/** The bands of priority, of which some have names. A lower band is always served first. */
public final class Bands {

  private static final Map<String, Integer> NAMED = named();

  static final Scalar<Integer> SCALAR =
      Scalar.words(
          NAMED,
          " or a band from 0 (served first) to " + (CallKey.BANDS - 1),
          text -> Scalar.whole(text).filter(band -> band >= 0 && band < CallKey.BANDS));

  private Bands() {}

  private static Map<String, Integer> named() {
    Map<String, Integer> named = new LinkedHashMap<>();
    named.put("emergency", 0);
    named.put("urgent", CallKey.TOP_NORMAL_BAND);
    named.put("vip", 2);
    named.put("high", 3);
    named.put("normal", CallKey.NORMAL_BAND);
    named.put("low", 5);
    return named;
  }

  /** What an operator calls a band. */
  public static String name(int band) {
    Optional<String> name =
        NAMED.entrySet().stream()
            .filter(named -> named.getValue() == band)
            .map(Map.Entry::getKey)
            .findFirst();
    return name.orElse("band " + band);
  }
}
