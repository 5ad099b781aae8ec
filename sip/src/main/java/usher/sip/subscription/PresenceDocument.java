package usher.sip.subscription;

import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Whether somebody is there (PIDF, RFC 3863), and what he does where that can be said (RPID, RFC
 * 4480). Phones that know PIDF alone show the note.
 */
final class PresenceDocument {
  private static final String PIDF = "urn:ietf:params:xml:ns:pidf";
  private static final String MODEL = "urn:ietf:params:xml:ns:pidf:data-model";
  private static final String RPID = "urn:ietf:params:xml:ns:pidf:rpid";

  private PresenceDocument() {}

  static byte[] of(Lamp lamp, String uri, String resource) {
    return Xml.of(xml -> write(xml, lamp, uri, resource));
  }

  private static void write(XMLStreamWriter xml, Lamp lamp, String uri, String resource)
      throws XMLStreamException {
    xml.writeStartElement("presence");
    xml.writeDefaultNamespace(PIDF);
    xml.writeNamespace("dm", MODEL);
    xml.writeNamespace("rpid", RPID);
    xml.writeAttribute("entity", uri);
    xml.writeStartElement("tuple");
    xml.writeAttribute("id", "usher");
    xml.writeStartElement("status");
    Xml.leaf(xml, "basic", lamp.light() == Light.ABSENT ? "closed" : "open");
    xml.writeEndElement();
    Xml.leaf(xml, "note", note(lamp));
    xml.writeEndElement();
    writePerson(xml, lamp.light(), resource);
    xml.writeEndElement();
  }

  private static void writePerson(XMLStreamWriter xml, Light light, String resource)
      throws XMLStreamException {
    String activity = activity(light);
    if (!activity.isEmpty()) {
      xml.writeStartElement("dm", "person", MODEL);
      xml.writeAttribute("id", resource);
      xml.writeStartElement("rpid", "activities", RPID);
      xml.writeEmptyElement("rpid", activity, RPID);
      xml.writeEndElement();
      xml.writeEndElement();
    }
  }

  private static String activity(Light light) {
    return switch (light) {
      case ABSENT, FREE -> "";
      case AWAY -> "away";
      case RINGING -> "busy";
      case IN_CALL -> "on-the-phone";
    };
  }

  private static String note(Lamp lamp) {
    return switch (lamp.light()) {
      case ABSENT -> "Offline";
      case AWAY -> "Not ready";
      case FREE -> "Ready";
      case RINGING -> lamp.waiting() == 0 ? "Ringing" : lamp.waiting() + " waiting";
      case IN_CALL -> "On the phone";
    };
  }
}
