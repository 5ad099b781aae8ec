package usher.sip.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PortPoolTest {
  private final PortPool pool = new PortPool(100);

  @Test
  void aPortThatWasUsedRestsAndIsTakenAfterAllOthers() {
    pool.add(20_000, 0);
    pool.add(20_002, 0);
    int first = pool.take(0).orElseThrow();
    pool.rest(first, 0);

    assertThat(pool.take(50)).hasValue(20_002);
    assertThat(pool.take(99)).isEmpty();
    assertThat(pool.waitNs(99)).hasValue(1);
    assertThat(pool.take(100)).hasValue(first);
  }

  @Test
  void whenAllAreTakenThereIsNothingToWaitFor() {
    pool.add(20_000, 0);
    pool.take(0);

    assertThat(pool.take(0)).isEmpty();
    assertThat(pool.waitNs(0)).isEmpty();
  }
}
