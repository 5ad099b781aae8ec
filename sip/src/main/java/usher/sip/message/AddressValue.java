package usher.sip.message;

import java.util.Map;

/**
 * One address of a header field as it was written (RFC 3261 20.10): {@code "Name" <uri>;parameters}
 * or {@code uri;parameters}.
 *
 * @param uri the URI, exactly as written
 * @param parameters of the header field, not of the URI; names in lower case, quotes removed, empty
 *     where there is no value
 */
public record AddressValue(String uri, Map<String, String> parameters) {}
