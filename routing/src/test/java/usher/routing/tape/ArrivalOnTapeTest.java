package usher.routing.tape;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import usher.routing.SilentEvents;
import usher.routing.call.NewCall;

/** Whatever a call brings along, whoever adds it, is on the tape and in the digest. */
class ArrivalOnTapeTest {
  private static final List<Field> FIELDS =
      Arrays.stream(NewCall.class.getDeclaredFields())
          .filter(field -> !Modifier.isStatic(field.getModifiers()))
          .filter(field -> !field.isSynthetic())
          .peek(field -> field.setAccessible(true))
          .toList();

  /** A call with a value of its own in each field. */
  private static NewCall full() throws IllegalAccessException {
    NewCall call = new NewCall();
    int next = 20;
    for (Field field : FIELDS) {
      if (field.getType().isArray()) {
        Object array = field.get(call);
        for (int i = 0; i < Array.getLength(array); i++) {
          Array.setInt(array, i, 1_000_000 + next++);
        }
      } else if (field.getName().endsWith("Count")) {
        field.setInt(call, bound(field.getName()));
      } else if (field.getType() == long.class) {
        field.setLong(call, 10_000_000_000L + next++);
      } else if (field.getType() == boolean.class) {
        field.setBoolean(call, true);
      } else {
        field.setInt(call, next++);
      }
    }
    return call;
  }

  private static int bound(String count) {
    return switch (count) {
      case "preferredCount" -> NewCall.MOST_PREFERRED;
      case "otherCount" -> NewCall.MOST_OTHER_QUEUES;
      default -> throw new AssertionError("tell this test the bound of " + count);
    };
  }

  @Test
  void everyFieldOfACallSurvivesTheTape() throws IllegalAccessException {
    NewCall before = full();
    ByteBuffer words =
        ByteBuffer.allocate(TapeFormat.LONGEST_BYTES - 2 * Long.BYTES).order(TapeFormat.ORDER);
    TapeFormat.put(before, words);
    NewCall after = new NewCall().into(before.queue());
    TapeFormat.get(words.flip(), after);
    for (Field field : FIELDS) {
      assertThat(field.get(after)).as(field.getName()).isEqualTo(field.get(before));
    }
  }

  @Test
  void everyFieldOfACallMakesAnotherDigestAndIsNotPlain() throws IllegalAccessException {
    long plain = digest(new NewCall().into(1));
    for (Field field : FIELDS) {
      if (!field.getType().isArray()) {
        NewCall call = new NewCall().into(1);
        field.set(call, field.get(full()));
        assertThat(digest(call)).as(field.getName()).isNotEqualTo(plain);
        boolean isQueue = field.getName().equals("queue");
        assertThat(TapeFormat.isPlain(call, new NewCall().into(1)))
            .as(field.getName())
            .isEqualTo(isQueue);
      }
    }
  }

  private static long digest(NewCall call) {
    TapeDigest digest = new TapeDigest(new SilentEvents());
    digest.arrival(call, 0);
    return digest.value();
  }
}
