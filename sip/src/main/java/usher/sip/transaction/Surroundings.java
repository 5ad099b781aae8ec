package usher.sip.transaction;

import usher.sip.transport.Wire;

/** What every machine acts upon. */
record Surroundings(Wire wire, Timers timers, TransactionUser user, AddressValidation addresses) {}
