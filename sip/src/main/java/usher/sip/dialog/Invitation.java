package usher.sip.dialog;

/** The INVITE that makes a dialog: one to us, or one of ours. */
sealed interface Invitation permits ReceivedInvite, SentInvite {
  /** Stops its timers: the dialog is over. */
  void stop();
}
