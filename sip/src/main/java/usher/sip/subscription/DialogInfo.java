package usher.sip.subscription;

import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Whether there is a call (RFC 4235 4.1). There is always one dialog element, which says {@code
 * terminated} where there is no call: some phones leave their lamp on when the document is empty.
 */
final class DialogInfo {
  private static final String NAMESPACE = "urn:ietf:params:xml:ns:dialog-info";

  private DialogInfo() {}

  static byte[] of(Lamp lamp, String uri, String resource, long version) {
    return Xml.of(xml -> write(xml, lamp.light(), uri, resource, version));
  }

  private static void write(
      XMLStreamWriter xml, Light light, String uri, String resource, long version)
      throws XMLStreamException {
    xml.writeStartElement("dialog-info");
    xml.writeDefaultNamespace(NAMESPACE);
    xml.writeAttribute("version", Long.toString(version));
    xml.writeAttribute("state", "full");
    xml.writeAttribute("entity", uri);
    xml.writeStartElement("dialog");
    xml.writeAttribute("id", resource);
    if (light == Light.RINGING) {
      xml.writeAttribute("direction", "recipient");
    }
    Xml.leaf(xml, "state", state(light));
    xml.writeEndElement();
    xml.writeEndElement();
  }

  private static String state(Light light) {
    return switch (light) {
      case ABSENT, AWAY, FREE -> "terminated";
      case RINGING -> "early";
      case IN_CALL -> "confirmed";
    };
  }
}
