package usher.core.call;

import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What agents may do with a call that they pass on.
 *
 * @param keepAge whether a call that is passed to a queue counts the time that it waited before
 * @param ring how long the phone that a call is passed to rings
 * @param outside the URI of a number that is dialled, null where it may not be called
 */
public record TransferRules(
    boolean keepAge, Duration ring, Function<String, @Nullable String> outside) {}
