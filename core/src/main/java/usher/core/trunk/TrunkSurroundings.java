package usher.core.trunk;

import java.util.function.Consumer;
import usher.sip.dialog.LocalAddresses;
import usher.sip.message.TokenSource;
import usher.sip.transaction.Timers;
import usher.sip.transaction.Transactions;
import usher.sip.transport.ServerQuery;

/**
 * What trunks work with.
 *
 * @param domain the centre's
 * @param names has a name looked up, whose answer comes to {@link Trunks#located}
 */
public record TrunkSurroundings(
    Transactions transactions,
    Timers timers,
    TokenSource tokens,
    LocalAddresses locals,
    String domain,
    Consumer<ServerQuery> names) {}
