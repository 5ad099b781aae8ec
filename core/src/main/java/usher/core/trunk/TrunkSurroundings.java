package usher.core.trunk;

import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import usher.sip.dialog.LocalAddresses;
import usher.sip.message.TokenSource;
import usher.sip.transaction.Timers;
import usher.sip.transaction.Transactions;
import usher.sip.transport.Flow;
import usher.sip.transport.ServerQuery;

/**
 * What trunks work with.
 *
 * @param domain the centre's
 * @param names has a name looked up, whose answer comes to {@link Trunks#located}
 * @param peers tells by its connection which trunk has shown its certificate; null for none
 */
public record TrunkSurroundings(
    Transactions transactions,
    Timers timers,
    TokenSource tokens,
    LocalAddresses locals,
    String domain,
    Consumer<ServerQuery> names,
    Function<Flow, @Nullable String> peers) {}
