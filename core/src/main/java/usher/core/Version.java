package usher.core;

/** Which Usher this is. */
final class Version {
  static final String TEXT = text();

  private Version() {}

  /** The jar's manifest says it; classes out of a build directory do not know. */
  private static String text() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "dev" : version;
  }
}
