/**
 * Where names lead (RFC 3263), known before a call needs it: {@link usher.core.name.NameBook} has
 * the names of the configuration looked up and keeps the answers, and {@link
 * usher.core.name.Servers} turns a SIP URI into ways.
 *
 * <p>Everything here runs on the call loop and reads no clock; who is asked lives elsewhere.
 */
@NullMarked
package usher.core.name;

import org.jspecify.annotations.NullMarked;
