package usher.softphone;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import usher.sip.SipStack;
import usher.sip.dialog.DialogSettings;
import usher.sip.dialog.LocalAddresses;
import usher.sip.dialog.OutgoingInvite;
import usher.sip.dialog.SipEvent;
import usher.sip.message.Header;
import usher.sip.message.SipMessage;
import usher.sip.message.SipRequest;
import usher.sip.message.SipWriter;
import usher.sip.message.TokenSource;
import usher.sip.transaction.ServerTransaction;
import usher.sip.transaction.Timers;
import usher.sip.transport.Flow;
import usher.sip.transport.TransportProtocol;
import usher.sip.transport.Wire;
import usher.softphone.chance.Seed;
import usher.softphone.network.SimulatedNode;

/**
 * A server to try phones with: it asks for credentials, remembers contacts, and takes calls itself.
 * What it asks for can be changed while it runs. Its digest is computed apart from the phones'.
 */
public final class Registrar implements SimulatedNode {
  private static final Pattern PARAMETER = Pattern.compile("(\\w+)=(?:\"([^\"]*)\"|([^,\\s]+))");

  private final Timers timers;
  private final SipStack stack;
  private final TokenSource tokens;
  private final Map<String, String> contacts = new TreeMap<>();
  private final List<SipRequest> requests = new ArrayList<>();

  public String password = "secret";
  public String nonce = "nonce-1";
  public List<String> algorithms = List.of("SHA-256", "MD5");
  public boolean saysStale = true;
  public int leastExpiresS;
  public int grantedS = 3600;
  public int refusesWith;
  public Runnable whenBound = () -> {};

  public Registrar(Wire wire, Map<TransportProtocol, InetSocketAddress> locals, long nowNs) {
    timers = new Timers(nowNs);
    tokens = new TokenSource(new Seed(5).bytes("registrar"));
    stack =
        new SipStack(
            wire,
            timers,
            new TokenSource(new Seed(5).bytes("stack")),
            new LocalAddresses(locals),
            new DialogSettings("registrar", "test"),
            this::register,
            this::on);
  }

  /** The Contact values, by address of record. */
  public Map<String, String> contacts() {
    return contacts;
  }

  /** Every REGISTER, in order. */
  public List<SipRequest> requests() {
    return requests;
  }

  private void register(ServerTransaction transaction) {
    SipRequest request = transaction.request();
    requests.add(request);
    if (refusesWith != 0) {
      respond(transaction, refusesWith);
    } else if (!isAuthentic(request)) {
      challenge(transaction, isAuthenticButStale(request));
    } else if (expires(request) > 0 && expires(request) < leastExpiresS) {
      transaction.respond(
          answer(transaction, 423)
              .header(Header.MIN_EXPIRES, Integer.toString(leastExpiresS))
              .toResponse());
    } else {
      bind(transaction);
    }
  }

  private void bind(ServerTransaction transaction) {
    SipRequest request = transaction.request();
    String address = String.valueOf(request.header(Header.TO));
    String contact = String.valueOf(request.header(Header.CONTACT));
    SipWriter response = answer(transaction, 200);
    if (expires(request) == 0) {
      contacts.remove(address);
    } else {
      contacts.put(address, contact);
      String granted = contact.replaceAll(";expires=\\d+", ";expires=" + grantedS);
      response
          .header(Header.CONTACT, "<sip:other@192.0.2.9:5060>;expires=7")
          .header(Header.CONTACT, granted);
    }
    transaction.respond(response.toResponse());
    whenBound.run();
  }

  private static long expires(SipRequest request) {
    Matcher matcher =
        Pattern.compile(";expires=(\\d+)").matcher(String.valueOf(request.header(Header.CONTACT)));
    return matcher.find() ? Long.parseLong(matcher.group(1)) : 3600;
  }

  private void challenge(ServerTransaction transaction, boolean stale) {
    SipWriter response = answer(transaction, 401);
    for (String algorithm : algorithms) {
      response.header(
          Header.WWW_AUTHENTICATE,
          "Digest realm=\"usher.test\", nonce=\""
              + nonce
              + "\", algorithm="
              + algorithm
              + ", qop=\"auth\""
              + (stale && saysStale ? ", stale=true" : ""));
    }
    transaction.respond(response.toResponse());
  }

  private boolean isAuthentic(SipRequest request) {
    return isAuthenticButStale(request) && nonce.equals(parameters(request).get("nonce"));
  }

  private boolean isAuthenticButStale(SipRequest request) {
    Map<String, String> given = parameters(request);
    String algorithm = given.getOrDefault("algorithm", "");
    return algorithms.contains(algorithm)
        && expected(algorithm, given).equals(given.get("response"));
  }

  private String expected(String algorithm, Map<String, String> given) {
    String a1 = hash(algorithm, given.get("username") + ":usher.test:" + password);
    String a2 = hash(algorithm, "REGISTER:" + given.get("uri"));
    return hash(
        algorithm,
        String.join(":", a1, given.get("nonce"), given.get("nc"), given.get("cnonce"), "auth", a2));
  }

  private static Map<String, String> parameters(SipRequest request) {
    Map<String, String> parameters = new TreeMap<>();
    String value = request.header(Header.AUTHORIZATION);
    Matcher matcher = PARAMETER.matcher(value == null ? "" : value);
    while (matcher.find()) {
      String text = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
      parameters.put(matcher.group(1).toLowerCase(Locale.ROOT), text);
    }
    return parameters;
  }

  private static String hash(String algorithm, String text) {
    try {
      byte[] hash = MessageDigest.getInstance(algorithm).digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Calls are forwarded to nobody: asked for credentials, then answered as busy. */
  private void on(SipEvent event) {
    if (event instanceof SipEvent.IncomingCall(var dialog, SipRequest invite)) {
      if (invite.has(Header.AUTHORIZATION)) {
        dialog.reject(486);
      } else {
        dialog.reject(
            401,
            new OutgoingInvite.HeaderLine(
                "WWW-Authenticate",
                "Digest realm=\"usher.test\", nonce=\"" + nonce + "\", qop=\"auth\""));
      }
    }
  }

  private void respond(ServerTransaction transaction, int status) {
    transaction.respond(answer(transaction, status).toResponse());
  }

  private SipWriter answer(ServerTransaction transaction, int status) {
    return SipWriter.response(status, transaction.request(), tokens.token());
  }

  @Override
  public void received(SipMessage message, Flow flow) {
    stack.received(message, flow);
  }

  @Override
  public void undeliverable(SipMessage message, Flow flow) {
    stack.undeliverable(message, flow);
  }

  @Override
  public void connectionClosed(Flow flow) {}

  @Override
  public void advance(long nowNs) {
    timers.advance(nowNs);
  }

  @Override
  public long nextDeadlineNs() {
    return timers.nextDeadlineNs();
  }
}
