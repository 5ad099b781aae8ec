package usher.house.planted.cycle.one;

import usher.house.planted.cycle.two.Two;

/** Knows {@link Two}, which knows this. */
public record One(Two two) {}
