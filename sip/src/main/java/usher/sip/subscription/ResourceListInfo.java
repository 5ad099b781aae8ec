package usher.sip.subscription;

import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Who is in a list, and which parts of the body show them (RFC 4662 5). */
final class ResourceListInfo {
  static final String CONTENT_TYPE = "application/rlmi+xml";

  private static final String NAMESPACE = "urn:ietf:params:xml:ns:rlmi";

  private ResourceListInfo() {}

  /**
   * The list itself.
   *
   * @param version how many of these documents came before
   * @param whole whether all members are named
   */
  record Head(String uri, String name, long version, boolean whole) {}

  /**
   * The document.
   *
   * @param named members that it names
   * @param shown those of them that have a part
   */
  static byte[] of(
      Head head, List<OneLamp> named, Map<OneLamp, Document> shown, RelatedParts parts) {
    return Xml.of(xml -> write(xml, head, named, shown, parts));
  }

  private static void write(
      XMLStreamWriter xml,
      Head head,
      List<OneLamp> named,
      Map<OneLamp, Document> shown,
      RelatedParts parts)
      throws XMLStreamException {
    xml.writeStartElement("list");
    xml.writeDefaultNamespace(NAMESPACE);
    xml.writeAttribute("uri", head.uri());
    xml.writeAttribute("version", Long.toString(head.version()));
    xml.writeAttribute("fullState", Boolean.toString(head.whole()));
    Xml.leaf(xml, "name", head.name());
    for (OneLamp member : named) {
      xml.writeStartElement("resource");
      xml.writeAttribute("uri", member.uri());
      Xml.leaf(xml, "name", member.resource());
      writeInstance(xml, member, shown.containsKey(member), parts);
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  /** A member that is not shown yet has none: its state comes with one of the next documents. */
  private static void writeInstance(
      XMLStreamWriter xml, OneLamp member, boolean shown, RelatedParts parts)
      throws XMLStreamException {
    boolean gone = member.gone() != null;
    if (shown || gone) {
      xml.writeEmptyElement("instance");
      xml.writeAttribute("id", "1");
      xml.writeAttribute("state", gone ? "terminated" : "active");
      if (gone) {
        xml.writeAttribute("reason", Ending.NO_RESOURCE.reason());
      } else {
        xml.writeAttribute("cid", parts.idOf(member.resource()));
      }
    }
  }
}
