/**
 * What a routing decision costs. {@link usher.perf.decision.Workload} is a centre in which agents
 * are released, calls arrive and some are abandoned, for ever and at the same load; {@link
 * usher.perf.decision.Subject} is whoever routes in it: the product's router, or the plainest thing
 * that would do, one lock and a scan of everybody. Both take the same decisions and are measured in
 * one run, since only their ratio means something on a shared machine. {@link
 * usher.perf.decision.InboxHandOff} is the way to the router and back between two threads.
 */
@NullMarked
package usher.perf.decision;

import org.jspecify.annotations.NullMarked;
