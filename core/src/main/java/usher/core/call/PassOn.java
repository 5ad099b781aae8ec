package usher.core.call;

import usher.sip.dialog.Referral;

/**
 * An agent passes a call on.
 *
 * @param referral by which the agent's phone hears how that fares
 * @param by the agent
 * @param to where to
 */
record PassOn(Referral referral, String by, Destination to) {}
