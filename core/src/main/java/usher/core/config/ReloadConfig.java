package usher.core.config;

/**
 * What happens when this file is edited while the server runs.
 *
 * @param watch whether the server looks for changes by itself; SIGHUP tells it in any case
 * @param alsoWaiting whether new rules count for calls that wait already
 */
public record ReloadConfig(boolean watch, boolean alsoWaiting) {

  /** What an operator gets who says nothing. */
  public static final ReloadConfig DEFAULT = new ReloadConfig(true, false);
}
