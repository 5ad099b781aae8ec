package usher.house.planted.sip.transaction;

import java.util.Random;
import java.util.UUID;

/** A branch that no seed brings back. */
record DrawsLots(UUID branch, double chance, Random random) {

  DrawsLots() {
    this(UUID.randomUUID(), Math.random(), new Random());
  }
}
