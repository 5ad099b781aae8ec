package usher.sip.media;

/** What feeds an outgoing stream: a peer's far end, or a clip. Told apart by identity. */
sealed interface AudioSource permits RtpLeg, Playback {}
