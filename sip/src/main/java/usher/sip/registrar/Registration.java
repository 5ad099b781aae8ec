package usher.sip.registrar;

import java.util.List;
import org.jspecify.annotations.Nullable;
import usher.sip.message.SipResponse;

/**
 * What came of a REGISTER.
 *
 * @param response the answer to send
 * @param changes what changed, in order; empty where it was refused or only asked
 * @param unproved who could not prove to be who they say, null where that was no question
 */
public record Registration(
    SipResponse response,
    List<BindingChange> changes,
    Authentication.@Nullable Unproved unproved) {}
