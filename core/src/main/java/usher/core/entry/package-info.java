/**
 * How a call gets in: what an entry may ask about it, and when it is open.
 *
 * <p>{@code NumberPattern} compares numbers, {@code Condition} is a compiled CEL expression over
 * {@code CallFacts}, {@code BusinessHours} says what is open at an instant and until when. All of
 * it is pure: the time is part of the facts.
 */
@NullMarked
package usher.core.entry;

import org.jspecify.annotations.NullMarked;
