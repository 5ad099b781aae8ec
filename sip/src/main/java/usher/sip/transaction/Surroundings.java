package usher.sip.transaction;

import java.util.function.Consumer;
import usher.sip.transport.Wire;

/**
 * What every machine needs of the world around it.
 *
 * @param serverEnded forgets a server transaction that has terminated
 * @param clientEnded forgets a client transaction that has terminated
 */
record Surroundings(
    Wire wire,
    Timers timers,
    TransactionUser user,
    Consumer<ServerMachine> serverEnded,
    Consumer<ClientMachine> clientEnded) {}
