/**
 * The operator's YAML file, read once and turned into immutable values.
 *
 * <p>The way of a file: {@code YamlDocument} composes the text into nodes that know their line and
 * column; one reader for each part ({@code ServerReader} for the whole, {@code SipReader}, {@code
 * AgentReader}, {@code HoursReader}, {@code QueueReader}, {@code EntryReader}) turns nodes into
 * records through a {@code Section}, which refuses unknown and repeated keys, and compares its part
 * with those read before. None of them stops at a mistake: each is written into {@code Mistakes}
 * and a default takes the value's place, so that the operator sees all of them at once. Only when
 * there is none does {@link usher.core.config.ConfigReader} hand out a {@link
 * usher.core.config.UsherConfig}.
 *
 * <p>The rest of the server may therefore trust every value here: names refer to something, numbers
 * are inside the bounds that stand beside them as constants.
 */
@NullMarked
package usher.core.config;

import org.jspecify.annotations.NullMarked;
