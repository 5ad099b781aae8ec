package usher.sip.registrar;

import java.util.List;
import usher.sip.transport.Flow;

/**
 * One place where a user can be reached.
 *
 * @param user the user part of the address-of-record, unescaped
 * @param contactUri the URI in the Contact, as it was written
 * @param flow over what requests go to it
 * @param path the proxies that requests to it have to pass first, as values of Route header fields
 * @param priority its q value in thousandths, 0 to 1000
 * @param expiresAtNs until when it holds, monotonic
 */
public record Binding(
    String user, String contactUri, Flow flow, List<String> path, int priority, long expiresAtNs) {
  /**
   * The Request-URI of requests to it: the contact without header fields, which whoever registers
   * would like to see applied (RFC 4475 3.3.14) and which no Request-URI has (RFC 3261 19.1.1).
   */
  public String requestUri() {
    int headers = contactUri.indexOf('?', contactUri.lastIndexOf('@') + 1);
    return headers < 0 ? contactUri : contactUri.substring(0, headers);
  }

  Binding over(Flow other) {
    return new Binding(user, contactUri, other, path, priority, expiresAtNs);
  }
}
