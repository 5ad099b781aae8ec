package usher.sip.registrar;

/** What became of a binding. */
public sealed interface BindingChange {
  /** The binding, as it is now or as it last was. */
  Binding binding();

  /** It is new. */
  record Registered(Binding binding) implements BindingChange {}

  /** It holds for longer, perhaps over another flow. */
  record Refreshed(Binding binding) implements BindingChange {}

  /** The phone took it back, or a newer one of the same user took its place. */
  record Unregistered(Binding binding) implements BindingChange {}

  /** Nobody refreshed it in time. */
  record Expired(Binding binding) implements BindingChange {}

  /** The connection that was the only way to it is gone. */
  record Lost(Binding binding) implements BindingChange {}
}
