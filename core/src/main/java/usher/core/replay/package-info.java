/**
 * A recorded period again: on its own rules, to see that the same follows; on other rules, to see
 * what would have changed.
 *
 * <pre>
 *   RecordedRun ─► TapeReplay ───────────► Verdict     the same decisions, bit for bit?
 *                      │
 *                      ▼
 *                  History (recorded) ─► Demand ─► Simulation on its own rules ─► History (own)
 *                                            └───► Simulation on other rules ───► History (other)
 *                                                                                    │
 *   WhatIf: figures of the three per queue, and the calls that went elsewhere ◄──────┘
 * </pre>
 *
 * <p>{@link usher.core.replay.Demand} says what is taken from the record and what has to be
 * estimated. Pure: no file, no clock, no thread, no chance but from a seed.
 */
@NullMarked
package usher.core.replay;

import org.jspecify.annotations.NullMarked;
