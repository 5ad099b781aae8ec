/**
 * Containers over flat primitive arrays: ordered trees, lines, a deadline heap, lists of ints.
 * Those that grow do so by doubling; otherwise none allocates. They know nothing of agents or
 * calls: a node is an int that its owner gave a meaning.
 */
@NullMarked
package usher.routing.store;

import org.jspecify.annotations.NullMarked;
