package usher.softphone;

import org.jspecify.annotations.Nullable;
import usher.sip.transport.Flow;

/**
 * Who a phone is, and to whom it turns.
 *
 * @param user the user part of its address
 * @param domain the domain part, and the realm's host in a REGISTER
 * @param password for digest, empty where nobody asks for one
 * @param server where REGISTER and calls go; null for a phone that calls other phones directly
 */
public record Account(String user, String domain, String password, @Nullable Flow server) {

  /** The address of record, such as {@code sip:alice@usher.test}. */
  public String address() {
    return "sip:" + user + "@" + domain;
  }

  /** Without the password. */
  @Override
  public String toString() {
    return address();
  }
}
