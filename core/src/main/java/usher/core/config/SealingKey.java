package usher.core.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key that seals secrets (AES-256-GCM), so that a configuration may be read by who must not know
 * them. It is kept in a file of its own, one line {@code ID:BASE64}, that nobody but its owner can
 * read. A sealed secret is written {@code sealed:ID:BASE64URL}: 12 random octets, then what was
 * encrypted, with its tag.
 */
public final class SealingKey {
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final String ALGORITHM = "AES";
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int FILE_BYTES_MAX = 256;

  private static final Pattern FILE =
      Pattern.compile("([A-Za-z0-9][A-Za-z0-9._-]{0,31}):([A-Za-z0-9+/]{43}=)\\R?");
  private static final Pattern SEALED =
      Pattern.compile("sealed:([A-Za-z0-9][A-Za-z0-9._-]{0,31}):([A-Za-z0-9_-]{38,400})");

  private static final Set<PosixFilePermission> OWNERS =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private static final SecureRandom RANDOM = new SecureRandom();

  private final String id;
  private final SecretKeySpec key;

  private SealingKey(String id, byte[] key) {
    this.id = id;
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /**
   * Makes a new one in a new file.
   *
   * @param id by which sealed secrets name it: letters, digits and . _ -, at most 32
   * @throws IOException where the file exists or cannot be written, or the name is none
   */
  public static SealingKey create(Path file, String id) throws IOException {
    byte[] bytes = new byte[KEY_BYTES];
    RANDOM.nextBytes(bytes);
    String line = id + ":" + Base64.getEncoder().encodeToString(bytes) + "\n";
    if (!FILE.matcher(line).matches()) {
      throw new IOException(id + " is no name for a key: letters, digits and . _ -, at most 32");
    }
    Files.createFile(
        file,
        PosixFilePermissions.asFileAttribute(
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE)));
    Files.writeString(file, line);
    return new SealingKey(id, bytes);
  }

  /**
   * Reads one.
   *
   * @throws IOException saying what is wrong with the file, which it names
   */
  public static SealingKey load(Path file) throws IOException {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new IOException(file + " cannot be read");
    }
    requireUnseen(file);
    Matcher line = FILE.matcher(Files.size(file) > FILE_BYTES_MAX ? "" : Files.readString(file));
    if (!line.matches()) {
      throw new IOException(file + " is no key, as usher config key makes one");
    }
    return new SealingKey(line.group(1), Base64.getDecoder().decode(line.group(2)));
  }

  private static void requireUnseen(Path file) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view == null) {
      return;
    }
    Set<PosixFilePermission> permissions = view.readAttributes().permissions();
    if (!OWNERS.containsAll(permissions)) {
      throw new IOException(
          file
              + " is open to others than its owner ("
              + PosixFilePermissions.toString(permissions)
              + "): chmod 600");
    }
  }

  /** By which sealed secrets name it. */
  public String id() {
    return id;
  }

  /** The key by which this was sealed; empty where it was not. */
  public static Optional<String> keyOf(String text) {
    Matcher sealed = SEALED.matcher(text);
    return sealed.matches() ? Optional.of(sealed.group(1)) : Optional.empty();
  }

  /** Finds what is sealed in a text. */
  public static Matcher findIn(String text) {
    return SEALED.matcher(text);
  }

  /** Seals; each time it looks another way. */
  public String seal(String secret) {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    try {
      byte[] closed =
          cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(secret.getBytes(StandardCharsets.UTF_8));
      byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + closed.length);
      System.arraycopy(closed, 0, all, NONCE_BYTES, closed.length);
      return "sealed:" + id + ":" + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + CIPHER, e);
    }
  }

  /** What was sealed; empty where it was not by this key, or is not whole. */
  public Optional<String> open(String sealed) {
    Matcher parts = SEALED.matcher(sealed);
    if (!parts.matches() || !parts.group(1).equals(id)) {
      return Optional.empty();
    }
    try {
      byte[] all = Base64.getUrlDecoder().decode(parts.group(2));
      byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
      byte[] open =
          cipher(Cipher.DECRYPT_MODE, nonce).doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
      return Optional.of(new String(open, StandardCharsets.UTF_8));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The name is sealed too: it cannot be changed to that of another key. */
  private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(id.getBytes(StandardCharsets.US_ASCII));
    return cipher;
  }

  /** Says which it is, and nothing of it. */
  @Override
  public String toString() {
    return "key " + id;
  }
}
