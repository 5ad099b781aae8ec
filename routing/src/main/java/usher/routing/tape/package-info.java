/**
 * The router's commands as bytes, and as commands again.
 *
 * <pre>
 *              command                    words                       command
 *   Router ─────────────► TapeRecorder ─────────► TapeOutput ... TapePlayer ─────────► Router
 *      │                       │                                     │                   │
 *      │ decision              ▼   every 1,000 commands: a check     ▼ compares          │ decision
 *      └──────────────────► TapeDigest                           TapeDigest ◄────────────┘
 * </pre>
 *
 * <p>A {@link usher.routing.tape.TapeDigest} folds commands and decisions in one number. Every
 * {@value usher.routing.tape.TapeRecorder#BLOCK} commands the recorder writes that number and the
 * router's {@linkplain usher.routing.Router#stateHash state hash} on the tape; the player, who
 * gives the same commands to a fresh router, must find the same ones, or the two have parted in the
 * block between this check and the one before it. {@code TapeFormat} draws the words.
 */
@NullMarked
package usher.routing.tape;

import org.jspecify.annotations.NullMarked;
