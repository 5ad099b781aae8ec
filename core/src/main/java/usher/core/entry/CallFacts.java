package usher.core.entry;

import java.util.Map;

/**
 * What is known of a call that has just arrived.
 *
 * @param to the user part of the dialled URI
 * @param domain its host part
 * @param from the user part of the caller's address, the one that a trusted trunk asserts where it
 *     does; empty where there is none
 * @param trunk the trunk that it came over, empty where none
 * @param diverted whom the caller had dialled before, where a trusted trunk says so
 * @param source the IP address that the call came from
 * @param headers the values of the call's SIP headers
 * @param attributes what is known of the caller
 * @param epochMs when it arrived
 */
public record CallFacts(
    String to,
    String domain,
    String from,
    String trunk,
    String diverted,
    String source,
    Headers headers,
    Map<String, String> attributes,
    long epochMs) {

  /** Looks into the headers of a call. */
  public interface Headers {
    /** The value of the first header of that name, in whatever case; empty where there is none. */
    String value(String name);
  }
}
