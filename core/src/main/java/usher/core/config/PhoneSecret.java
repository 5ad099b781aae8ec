package usher.core.config;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a phone shows that it knows when it registers. */
public sealed interface PhoneSecret {
  /** The password itself. */
  record Password(Secret password) implements PhoneSecret {}

  /**
   * What is kept instead of it: name, domain and password, hashed (RFC 7616 3.4.2: A1). Opens this
   * domain only, and there it is as good as the password.
   *
   * @param hashes in lower-case hexadecimal digits, one for each algorithm that is offered
   */
  record Ha1(SortedMap<SipConfig.Digest, Secret> hashes) implements PhoneSecret {
    public Ha1 {
      hashes = Collections.unmodifiableSortedMap(new TreeMap<>(hashes));
    }

    public Ha1(Map<SipConfig.Digest, Secret> hashes) {
      this(new TreeMap<>(hashes));
    }
  }
}
