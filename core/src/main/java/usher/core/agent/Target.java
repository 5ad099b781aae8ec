package usher.core.agent;

import javax.sip.address.SipURI;
import javax.sip.address.URI;
import org.jspecify.annotations.Nullable;
import usher.sip.dialog.LocalAddresses;
import usher.sip.dialog.NextHop;
import usher.sip.message.MalformedMessageException;
import usher.sip.message.Uris;
import usher.sip.transport.Flow;

/**
 * Where a phone can be rung.
 *
 * @param uri the Request-URI: the contact as the phone registered it, or as it was configured
 * @param flow over what to send
 */
public record Target(String uri, Flow flow) {
  /** The way to a configured SIP URI; null where none leads there. */
  public static @Nullable Target of(String uri, LocalAddresses locals) {
    try {
      URI parsed = Uris.parse(uri);
      Flow flow = parsed instanceof SipURI sip ? NextHop.of(sip, locals) : null;
      return flow == null ? null : new Target(uri, flow);
    } catch (MalformedMessageException e) {
      return null;
    }
  }
}
