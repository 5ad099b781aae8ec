/**
 * Calls with phones that nobody here wrote: baresip, a softphone with sound, and SIPp, a generator
 * of SIP traffic.
 *
 * <p>The story of such a test: {@link usher.clients.ServerProcess} starts the distribution as an
 * operator would, {@link usher.clients.Baresip} starts phones that each say a {@link
 * usher.clients.Tone} of their own and write down what they hear, {@link usher.clients.Sipp} plays
 * many callers or agents at once. Whose audio arrived is proved by the frequency in a {@link
 * usher.clients.Recording}, what the server made of the call by its records.
 *
 * <p>Everything here runs on loopback, ends by itself, and fails with the logs of the programs it
 * started. A program that is not installed is a failure that says what to install ({@link
 * usher.clients.Tools}), never a skipped test. Classes named {@code *IT} need the distribution and
 * run after it is packaged; the others test the drivers.
 */
@NullMarked
package usher.clients;

import org.jspecify.annotations.NullMarked;
