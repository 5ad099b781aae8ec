package usher.sip.media;

/** What feeds an outgoing stream: a peer's far end, a clip, a mixer. Told apart by identity. */
sealed interface AudioSource permits RtpLeg, Playback, MixedVoice {}
