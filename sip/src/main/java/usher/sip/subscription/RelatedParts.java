package usher.sip.subscription;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;

/** Documents that belong together, in one body (multipart/related, RFC 2387). */
final class RelatedParts {
  private static final String ROOT = "list";

  private final StringBuilder text = new StringBuilder();
  private final String boundary;
  private final String domain;
  private String rootType = "";

  /**
   * No part yet.
   *
   * @param boundary which does not occur in any of them
   * @param domain of their names
   */
  RelatedParts(String boundary, String domain) {
    this.boundary = boundary;
    this.domain = domain;
  }

  /** The name of the part about this resource, with what a name may have alone (RFC 5322 3.6.4). */
  String idOf(String resource) {
    return "r" + HexFormat.of().formatHex(resource.getBytes(UTF_8)) + "@" + domain;
  }

  /** The part that the others hang on. */
  void root(String contentType, byte[] bytes) {
    rootType = contentType;
    add(ROOT + "@" + domain, new Document(contentType + ";charset=\"UTF-8\"", bytes));
  }

  void add(String id, Document part) {
    text.append("--").append(boundary).append("\r\n");
    text.append("Content-Transfer-Encoding: binary\r\n");
    text.append("Content-ID: <").append(id).append(">\r\n");
    text.append("Content-Type: ").append(part.contentType()).append("\r\n\r\n");
    text.append(new String(part.bytes(), UTF_8)).append("\r\n");
  }

  /** All of them. */
  Document document() {
    String type =
        "multipart/related;type=\"%s\";start=\"<%s@%s>\";boundary=\"%s\""
            .formatted(rootType, ROOT, domain, boundary);
    return new Document(type, (text + "--" + boundary + "--\r\n").getBytes(UTF_8));
  }
}
