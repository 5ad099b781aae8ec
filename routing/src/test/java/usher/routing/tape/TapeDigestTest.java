package usher.routing.tape;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import usher.routing.RoutingEvents;
import usher.routing.overflow.Then;

/** Every decision that the router can tell, whoever adds one, is in the digest and passed on. */
class TapeDigestTest {
  /** That a call is decided on later is no decision, and is told to those who want to know. */
  @Test
  void whatIsNoDecisionIsPassedOnAlone() throws Exception {
    List<Object> passedOn = new ArrayList<>();
    TapeDigest digest = new TapeDigest(next(passedOn));
    long empty = digest.value();
    digest.gathered(7, 3);
    Method gathered = RoutingEvents.class.getMethod("gathered", long.class, int.class);
    assertThat(passedOn).isEqualTo(List.of(gathered, 7L, 3));
    assertThat(digest.decisions()).isZero();
    assertThat(digest.value()).isEqualTo(empty);
  }

  @Test
  void everyDecisionIsFoldedWithAllThatItSaysAndPassedOn() throws Exception {
    Set<Long> values = new HashSet<>();
    int tries = 0;
    for (Method decision : decisions()) {
      for (int changed = -1; changed < decision.getParameterCount(); changed++) {
        if (changed < 0 || !followsFromTheRest(decision.getParameterTypes()[changed])) {
          values.add(digest(decision, changed));
          tries++;
        }
      }
    }
    assertThat(values).as("digests that differ").hasSize(tries);
  }

  private static List<Method> decisions() {
    return Arrays.stream(RoutingEvents.class.getMethods())
        .filter(told -> !told.getName().equals("gathered"))
        .toList();
  }

  /** What a rung does is in the rules, under its queue and number. */
  private static boolean followsFromTheRest(Class<?> parameter) {
    return parameter == Then.class;
  }

  private static long digest(Method decision, int changed)
      throws InvocationTargetException, IllegalAccessException {
    List<Object> passedOn = new ArrayList<>();
    TapeDigest digest = new TapeDigest(next(passedOn));
    Object[] arguments = new Object[decision.getParameterCount()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = argument(decision.getParameterTypes()[i], i + 1, i == changed);
    }
    decision.invoke(digest, arguments);
    List<Object> expected = new ArrayList<>(List.of(decision));
    expected.addAll(Arrays.asList(arguments));
    assertThat(passedOn).as("what was passed on").isEqualTo(expected);
    assertThat(digest.decisions()).isEqualTo(1);
    return digest.value();
  }

  private static RoutingEvents next(List<Object> passedOn) {
    return (RoutingEvents)
        Proxy.newProxyInstance(
            RoutingEvents.class.getClassLoader(),
            new Class<?>[] {RoutingEvents.class},
            (_, method, given) -> {
              passedOn.add(method);
              passedOn.addAll(Arrays.asList(given));
              return null;
            });
  }

  private static Object argument(Class<?> type, int number, boolean other) {
    if (type.isEnum()) {
      return type.getEnumConstants()[other ? 1 : 0];
    } else if (type == boolean.class) {
      return other;
    } else if (type == Then.class) {
      return new Then.Relax();
    }
    int value = other ? number + 100 : number;
    return type == long.class ? (Object) (long) value : (Object) value;
  }
}
