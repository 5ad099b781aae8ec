package usher.core.trunk;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import usher.core.name.Servers;
import usher.sip.dialog.LocalAddresses;
import usher.sip.message.TokenSource;
import usher.sip.transaction.Timers;
import usher.sip.transaction.Transactions;
import usher.sip.transport.Flow;

/**
 * What trunks work with.
 *
 * @param domain the centre's
 * @param servers where names lead
 * @param peers tells by its connection which trunk has shown its certificate; null for none
 */
public record TrunkSurroundings(
    Transactions transactions,
    Timers timers,
    TokenSource tokens,
    LocalAddresses locals,
    String domain,
    Servers servers,
    Function<Flow, @Nullable String> peers) {}
