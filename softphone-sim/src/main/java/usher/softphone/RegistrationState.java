package usher.softphone;

/** Where a phone's registration is; drawn at {@code Registration}. */
public enum RegistrationState {
  UNREGISTERED,
  REGISTERING,
  REGISTERED,
  UNREGISTERING,
  FAILED
}
