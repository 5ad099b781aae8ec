package usher.clients;

import java.math.BigInteger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A small call centre to be configured and called: the entry {@code sales} leads to one queue,
 * whose agents all have the skill that it needs. It has an address of its own, so its ports are the
 * usual ones.
 */
final class Centre {
  static final String DOMAIN = "usher.test";
  static final String SALES = "sip:sales@" + DOMAIN;
  private static final int SIP_PORT = 5060;
  private static final int SIPS_PORT = 5061;

  private final String address = Loopback.address();
  private final Map<String, String> queue = new TreeMap<>(Map.of("needs", "{ sales: 1 }"));
  private final List<String> agents = new ArrayList<>();
  private String otherQueue = "";
  private String secure = "";
  private String listensAlso = "";
  private int portV6;
  private String pages = "";
  private String digest = "";
  private String session = "";
  private String trunks = "";

  /** A password for one test. */
  static String freshPassword() {
    return new BigInteger(128, new SecureRandom()).toString(36);
  }

  /** Sets one key of the queue, as in the configuration file. */
  Centre queue(String key, String value) {
    queue.put(key, value);
    return this;
  }

  /** Those who wait hear {@code wav}. */
  Centre music(Path wav) {
    return queue("music", "\"" + wav + "\"");
  }

  /** An agent whose phone registers; he is ready as soon as it does. */
  Centre registering(String name, String password) {
    return agent(name, "password: \"%s\", on-register: ready".formatted(password));
  }

  /** The same, whose phone is offered SRTP. */
  Centre registeringForSrtp(String name, String password) {
    return agent(name, "password: \"%s\", on-register: ready, srtp: true".formatted(password));
  }

  /** An agent whose phone is always at {@code contact}; he is ready from the start. */
  Centre fixed(String name, String contact) {
    return agent(name, "contact: \"%s\", state: ready".formatted(contact));
  }

  /** A second queue, {@code others}, with one agent, whose phone is always at {@code contact}. */
  Centre others(String agent, String contact) {
    otherQueue = "\n  others: { needs: { others: 1 } }";
    agents.add(
        "  %s: { contact: \"%s\", state: ready, skills: { others: 5 } }".formatted(agent, contact));
    return this;
  }

  /**
   * It listens for TLS and WebSockets too, open and secure ones, with {@code chain.pem} and {@code
   * key.pem} beside its configuration.
   */
  Centre secure() {
    secure =
        ", \"tls://%1$s:%2$d\", \"wss://%1$s:443\", \"ws://%1$s:80\"".formatted(address, SIPS_PORT);
    return this;
  }

  /** It listens on IPv6, too, which it says in the second place. */
  Centre dualStack() {
    portV6 = Loopback.portPair();
    listensAlso = ", \"udp://[::1]:%d\"".formatted(portV6);
    return this;
  }

  int portV6() {
    return portV6;
  }

  /** Pages from there may connect. */
  Centre page(String origin) {
    pages = "\n  web-socket-origins: [ \"%s\" ]".formatted(origin);
    return this;
  }

  /** Phones prove themselves with MD5 alone: SIPp gives up at any other challenge. */
  Centre md5() {
    digest = "\n  digest: [ md5 ]";
    return this;
  }

  /** A phone that says nothing for so long is gone. */
  Centre sessionExpires(String time) {
    session = "\n  session-expires: " + time;
    return this;
  }

  /** Ways to the telephone network, each as in the configuration file. */
  Centre trunks(String... each) {
    trunks = "\ntrunks: [ %s ]".formatted(String.join(", ", each));
    return this;
  }

  /** Where pages connect, with {@code ws} or {@code wss}. */
  String webSocket(String scheme) {
    return scheme + "://" + address + "/";
  }

  /** Where the server takes calls, its own address. */
  String address() {
    return address;
  }

  private Centre agent(String name, String access) {
    agents.add("  %s: { %s, skills: { sales: 5 } }".formatted(name, access));
    return this;
  }

  SipServer server(String transport) {
    int port = transport.equals("tls") ? SIPS_PORT : SIP_PORT;
    return new SipServer(DOMAIN, address, port, transport);
  }

  String yaml() {
    return """
    sip:
      domain: %1$s
      listen: [ "udp://%2$s:%3$d", "tcp://%2$s:%3$d"%7$s ]
      media-ports: 20000-29999%8$s
    data: data
    agents:
    %4$s
    queues:
      sales: { %5$s }%6$s
    entries:
      - { to: sales, queue: sales }%9$s
    """
        .formatted(
            DOMAIN,
            address,
            SIP_PORT,
            String.join("\n", agents),
            queueYaml(),
            otherQueue,
            secure + listensAlso,
            digest
                + session
                + (secure.isEmpty()
                    ? pages
                    : "\n  tls: { certificate: chain.pem, key: key.pem }" + pages),
            trunks);
  }

  private String queueYaml() {
    return queue.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + entry.getValue())
        .collect(Collectors.joining(", "));
  }
}
