/**
 * Where a phone is, and who may say so (RFC 3261 10 and 22, RFC 8760).
 *
 * <p>{@link usher.sip.registrar.Registrar} answers REGISTER: {@link usher.sip.registrar.DigestAuth}
 * asks who it is, then the request changes the {@link usher.sip.registrar.Binding}s of that user
 * and of nobody else. What has changed comes back as {@link usher.sip.registrar.BindingChange}s,
 * those of time running out through a listener.
 *
 * <p>A binding remembers the flow that its REGISTER came over, because behind an address
 * translation that is the only way back to the phone, and the {@code Path} of proxies between. A
 * phone that keeps its connection ({@code outbound}, RFC 5626) is reached over that alone. GRUU is
 * not granted.
 *
 * <p>Pure and single-threaded: time comes from the timers, secrets from the caller.
 */
@NullMarked
package usher.sip.registrar;

import org.jspecify.annotations.NullMarked;
