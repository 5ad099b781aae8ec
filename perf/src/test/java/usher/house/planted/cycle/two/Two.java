package usher.house.planted.cycle.two;

import usher.house.planted.cycle.one.One;

/** Knows {@link One}, which knows this. */
public record Two(One one) {}
