package usher.core.agent;

import usher.sip.transport.Flow;

/**
 * Where an agent's phone can be rung.
 *
 * @param uri the Request-URI: the contact as the phone registered it, or as it was configured
 * @param flow over what to send
 */
public record Target(String uri, Flow flow) {}
