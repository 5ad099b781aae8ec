package usher.core.trunk;

import usher.sip.dialog.LocalAddresses;
import usher.sip.message.TokenSource;
import usher.sip.transaction.Timers;
import usher.sip.transaction.Transactions;

/**
 * What trunks work with.
 *
 * @param domain the centre's
 */
public record TrunkSurroundings(
    Transactions transactions,
    Timers timers,
    TokenSource tokens,
    LocalAddresses locals,
    String domain) {}
