package usher.sip.sdp;

import java.util.List;

/**
 * What our end of one leg proves itself with, new for each leg but for the certificate.
 *
 * @param ice for connectivity checks
 * @param certificate of the DTLS handshake
 * @param keys for SDES, one for each suite that is offered, the preferred first
 */
public record MediaSecrets(IceCredentials ice, Fingerprint certificate, List<SrtpKey> keys) {

  public MediaSecrets {
    keys = List.copyOf(keys);
  }
}
