package usher.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import usher.core.call.CallLog;
import usher.core.loop.AcdFigures;
import usher.softphone.PhoneCall;

/** What could be told to callers about their wait is kept, and held against what came true. */
class PromiseTest {
  private final SmallCentre centre =
      new SmallCentre(
          """
          queues: { sales: { needs: { sales: 1 }, ring: 15s } }
          entries: [ { to: sales, queue: sales } ]
          """,
          "anna");

  @Test
  void whoHasToWaitIsPromisedSomethingAndWhoHasNotIsNot() {
    PhoneCall first = centre.dials("one", "sales");
    centre.pass(Duration.ofSeconds(10));
    PhoneCall second = centre.dials("two", "sales");
    centre.pass(Duration.ofSeconds(30));
    assertThat(promises()).isEqualTo("0 of 0");

    first.hangUp();
    centre.pass(Duration.ofSeconds(10));
    assertThat(promises()).isEqualTo("1 of 1");
    second.hangUp();
    assertThat(centre.rest())
        .extracting(CallLog::promisedNs)
        .containsExactly(CallLog.NEVER, Duration.ofMinutes(5).toNanos());
  }

  @Test
  void whoWaitsLongerThanThatWasPromisedTooLittle() {
    PhoneCall first = centre.dials("one", "sales");
    centre.pass(Duration.ofSeconds(10));
    PhoneCall second = centre.dials("two", "sales");
    centre.pass(Duration.ofMinutes(6));
    first.hangUp();
    centre.pass(Duration.ofSeconds(10));

    assertThat(promises()).isEqualTo("0 of 1");
    second.hangUp();
    assertThat(centre.rest()).hasSize(2);
  }

  @Test
  void whereNobodyIsStaffedNothingIsPromised() {
    centre.dials("anna", "*46");
    centre.pass(Duration.ofSeconds(5));
    PhoneCall call = centre.dials("one", "sales");
    centre.pass(Duration.ofSeconds(10));
    call.hangUp();

    assertThat(centre.rest()).last().extracting(CallLog::promisedNs).isEqualTo(CallLog.NEVER);
  }

  private String promises() {
    AcdFigures figures = centre.server().acd().figures();
    return figures.kept() + " of " + figures.promised();
  }
}
