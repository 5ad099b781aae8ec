package usher.sip.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands in the documents. */
class DocumentsTest {
  private static String text(EventPackage events, Lamp lamp, String resource) {
    byte[] document = events.document(lamp, "sip:" + resource + "@usher.test", resource, 7);
    return new String(document, StandardCharsets.UTF_8);
  }

  @Test
  void aDialogInfoIsWholeAsRfc4235HasIt() {
    assertThat(text(EventPackage.DIALOG, new Lamp(Light.IN_CALL, 0), "anna"))
        .isEqualTo(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
                + "<dialog-info xmlns=\"urn:ietf:params:xml:ns:dialog-info\" version=\"7\""
                + " state=\"full\" entity=\"sip:anna@usher.test\">"
                + "<dialog id=\"anna\"><state>confirmed</state></dialog></dialog-info>");
  }

  @ParameterizedTest
  @CsvSource({
    "ABSENT, 0, closed, Offline, ''",
    "AWAY, 0, open, Not ready, away",
    "FREE, 0, open, Ready, ''",
    "RINGING, 0, open, Ringing, busy",
    "RINGING, 3, open, 3 waiting, busy",
    "IN_CALL, 0, open, On the phone, on-the-phone"
  })
  void presenceSaysWhatSomebodyDoes(
      Light light, int waiting, String basic, String note, String activity) {
    String document = text(EventPackage.PRESENCE, new Lamp(light, waiting), "anna");
    assertThat(document)
        .contains("<basic>" + basic + "</basic>", "<note>" + note + "</note>")
        .contains("xmlns=\"urn:ietf:params:xml:ns:pidf\"", "entity=\"sip:anna@usher.test\"");
    if (activity.isEmpty()) {
      assertThat(document).doesNotContain("activities");
    } else {
      assertThat(document).contains("<rpid:activities><rpid:" + activity);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, no", "3, yes"})
  void aMessageSummaryCountsWhoWaits(int waiting, String any) {
    assertThat(text(EventPackage.MESSAGE_SUMMARY, new Lamp(Light.FREE, waiting), "sales"))
        .isEqualTo(
            "Messages-Waiting: %s\r\nMessage-Account: sip:sales@usher.test\r\nVoice-Message: %d/0\r\n"
                .formatted(any, waiting));
  }

  @ParameterizedTest
  @CsvSource({"DIALOG, dialog", "PRESENCE, person"})
  void whatANameHoldsIsTextAndNeverMarkup(EventPackage events, String element)
      throws XMLStreamException {
    String name = "\"><x y='&amp;'>]]>\u00fc";
    String document = text(events, new Lamp(Light.IN_CALL, 0), name);
    XMLStreamReader xml =
        XMLInputFactory.newDefaultFactory().createXMLStreamReader(new StringReader(document));
    String id = "";
    while (xml.hasNext()) {
      if (xml.next() == XMLStreamReader.START_ELEMENT) {
        assertThat(xml.getLocalName()).isNotEqualTo("x");
        id = xml.getLocalName().equals(element) ? xml.getAttributeValue(null, "id") : id;
      }
    }
    assertThat(id).isEqualTo(name);
  }
}
