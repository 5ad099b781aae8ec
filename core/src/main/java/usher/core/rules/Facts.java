package usher.core.rules;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What can be said of a thing in one phrase each, so that two versions of it can be compared.
 *
 * @param <T> the thing
 */
record Facts<T>(List<Fact<T>> facts) {

  /**
   * One of them.
   *
   * @param phrase what stands between the thing's name and the value
   * @param value in words
   */
  record Fact<T>(String phrase, Function<T, String> value) {}

  /** Tells each fact that differs: {@code sales rings phones for 20 s instead of 15 s}. */
  void tell(String name, T before, T after, Consumer<String> told) {
    for (Fact<T> fact : facts) {
      String was = fact.value.apply(before);
      String is = fact.value.apply(after);
      if (!was.equals(is)) {
        told.accept(name + " " + fact.phrase + " " + is + " instead of " + was);
      }
    }
  }
}
