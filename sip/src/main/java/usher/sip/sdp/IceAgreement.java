package usher.sip.sdp;

/**
 * Both sides' credentials for connectivity checks, the far end's being those of its checks on us.
 */
public record IceAgreement(IceCredentials local, IceCredentials remote) {}
