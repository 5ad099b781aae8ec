package usher.softphone;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import usher.sip.digest.DigestClient;
import usher.sip.transport.Flow;

/**
 * One phone: an account, its registration and its calls. It lives on a {@link PhoneHost}, whose
 * thread is the only one that may touch it.
 */
public final class Softphone {
  private final PhoneHost host;
  private final Account account;
  private final PhoneListener listener;
  private final DigestClient digest;
  private final @Nullable Registration registration;
  private final List<PhoneCall> calls = new ArrayList<>();

  Softphone(PhoneHost host, Account account, PhoneListener listener) {
    this.host = host;
    this.account = account;
    this.listener = listener;
    this.digest = new DigestClient(account.user(), account.password(), () -> host.tokens().token());
    Flow server = account.server();
    this.registration = server == null ? null : new Registration(host, this, server);
  }

  /** Who it is. */
  public Account account() {
    return account;
  }

  /** The host it lives on. */
  public PhoneHost host() {
    return host;
  }

  // ---- registration

  /**
   * Registers, and keeps the registration alive until {@link #unregister}. The server's first
   * answer comes to the listener.
   *
   * @param expires what to ask for; the server's word counts
   * @throws IllegalStateException for an account without a server
   */
  public void register(Duration expires) {
    registration().register(expires);
  }

  /** Takes the registration back; without one does nothing. */
  public void unregister() {
    if (registration != null) {
      registration.unregister();
    }
  }

  /** Where the registration is. */
  public RegistrationState registrationState() {
    return registration == null ? RegistrationState.UNREGISTERED : registration.state();
  }

  private Registration registration() {
    if (registration == null) {
      throw new IllegalStateException(account + " has no server to register with");
    }
    return registration;
  }

  // ---- calls

  /** Dials a user of the phone's own domain, or a whole URI. */
  public PhoneCall dial(String target) {
    return dial(DialRequest.to(target));
  }

  /**
   * Dials.
   *
   * @throws IllegalArgumentException for a phone without a server, where the target names no
   *     address
   */
  public PhoneCall dial(DialRequest request) {
    return PhoneCall.dial(host, this, request);
  }

  /** The calls that are not over, in the order they began. */
  public List<PhoneCall> calls() {
    return List.copyOf(calls);
  }

  /** True while there is no call. */
  public boolean isIdle() {
    return calls.isEmpty();
  }

  // ---- power

  /**
   * As if its power was cut: its calls are over for it, nobody is told, nothing is answered any
   * more, and it forgets everything.
   */
  public void vanish() {
    host.silence(this, registration == null ? null : registration.callId());
    calls().forEach(PhoneCall::vanish);
    if (registration != null) {
      registration.vanish();
    }
  }

  /** The power is back. The phone has to {@link #register} again. */
  public void reappear() {
    host.unsilence(this);
  }

  /** Whether it has vanished. */
  public boolean hasVanished() {
    return host.isSilent(this);
  }

  // ---- for its parts

  PhoneListener listener() {
    return listener;
  }

  DigestClient digest() {
    return digest;
  }

  void add(PhoneCall call) {
    calls.add(call);
  }

  void remove(PhoneCall call) {
    calls.remove(call);
  }

  String uriOf(String target) {
    return target.startsWith("sip:") ? target : "sip:" + target + "@" + account.domain();
  }

  Flow flowTo(String uri) {
    Flow server = account.server();
    return server == null ? host.flowTo(uri) : server;
  }

  /** For logs. */
  @Override
  public String toString() {
    return account.toString();
  }
}
