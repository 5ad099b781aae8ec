package usher.sip.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import usher.sip.message.Header;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.message.SipWriter;

/** All lamps of a phone in one subscription (RFC 4662). */
class LampListTest {
  private static SipWriter knowsLists(SipWriter writer) {
    return writer
        .header(Header.SUPPORTED, "eventlist")
        .header(
            Header.ACCEPT, "application/dialog-info+xml, application/rlmi+xml, multipart/related");
  }

  private final Watcher phone = new Watcher();

  @BeforeEach
  void thereIsATeam() {
    phone.lamps.put("bert", new Lamp(Light.IN_CALL, 0));
    phone.lists.put("team", List.of("anna", "bert"));
  }

  private SipResponse subscribes(String list) {
    return phone.subscribes(list, "dialog", "c1", 600, LampListTest::knowsLists);
  }

  private static int parts(String body, String type) {
    return body.split("Content-Type: " + type, -1).length - 1;
  }

  @Test
  void theFirstNotificationNamesAllMembersAndShowsEach() {
    SipResponse accepted = subscribes("team");
    assertThat(accepted.status()).isEqualTo(200);
    assertThat(accepted.header(Header.REQUIRE)).isEqualTo("eventlist");
    SipRequest notify = phone.reads().getFirst();
    assertThat(notify.header(Header.REQUIRE)).isEqualTo("eventlist");
    assertThat(notify.header(Header.CONTENT_TYPE))
        .startsWith("multipart/related;type=\"application/rlmi+xml\";start=\"<list@usher.test>\"");
    String body = new String(notify.body(), StandardCharsets.UTF_8);
    assertThat(body)
        .contains("uri=\"sip:team@usher.test\" version=\"0\" fullState=\"true\"")
        .contains("<resource uri=\"sip:anna@usher.test\"><name>anna</name>")
        .contains("state=\"active\" cid=\"r62657274@usher.test\"")
        .contains("Content-ID: <r62657274@usher.test>")
        .contains("entity=\"sip:bert@usher.test\"", "<state>confirmed</state>");
    assertThat(parts(body, "application/dialog-info")).isEqualTo(2);
    String type = String.valueOf(notify.header(Header.CONTENT_TYPE));
    String boundary = type.replaceAll(".*boundary=\"(.*)\"", "$1");
    assertThat(body).startsWith("--" + boundary + "\r\n").endsWith("--" + boundary + "--\r\n");
    assertThat(body.split("--" + boundary, -1)).hasSize(1 + 3 + 1);
  }

  @Test
  void afterThatOnlyWhoChangedIsNamed() {
    subscribes("team");
    phone.reads();
    phone.passS(1);
    phone.shows("anna", new Lamp(Light.RINGING, 0));
    assertThat(phone.readsOne())
        .contains("version=\"1\" fullState=\"false\"", "anna", "early")
        .doesNotContain("bert");
    phone.passS(1);
    phone.shows("anna", new Lamp(Light.RINGING, 0));
    assertThat(phone.reads()).isEmpty();
  }

  @Test
  void whatChangesWhileANotificationIsUnderWayComesTogetherAfterIt() {
    subscribes("team");
    phone.reads();
    phone.shows("anna", new Lamp(Light.RINGING, 0));
    phone.shows("anna", new Lamp(Light.IN_CALL, 0));
    phone.shows("bert", new Lamp(Light.FREE, 0));
    assertThat(phone.reads()).isEmpty();
    phone.passS(1);
    assertThat(phone.readsOne()).contains("anna", "confirmed", "bert", "terminated");
  }

  @Test
  void aLongListIsShownADozenAtATimeUntilAllAreKnown() {
    List<String> many = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      many.add("agent" + i);
      phone.lamps.put("agent" + i, new Lamp(Light.FREE, 0));
    }
    phone.lists.put("all", many);
    subscribes("all");
    String first = phone.readsOne();
    assertThat(first).contains("fullState=\"true\"", "agent29");
    assertThat(parts(first, "application/dialog-info")).isEqualTo(12);
    assertThat(first.length()).isLessThan(16_384);
    phone.passS(1);
    assertThat(parts(phone.readsOne(), "application/dialog-info")).isEqualTo(12);
    phone.passS(1);
    assertThat(parts(phone.readsOne(), "application/dialog-info")).isEqualTo(6);
    phone.passS(60);
    assertThat(phone.reads()).isEmpty();
  }

  @Test
  void aRefreshShowsEverythingAgainAndSoDoesANotificationThatWasPutOff() {
    subscribes("team");
    phone.reads();
    phone.passS(1);
    assertThat(subscribes("team").header(Header.REQUIRE)).isEqualTo("eventlist");
    assertThat(phone.readsOne()).contains("fullState=\"true\"", "anna", "bert");
    phone.passS(1);
    phone.shows("anna", new Lamp(Light.RINGING, 0));
    phone.reads(503, writer -> writer.header(Header.RETRY_AFTER, "5"));
    phone.passS(5);
    assertThat(phone.readsOne()).contains("fullState=\"true\"", "early", "confirmed");
  }

  @Test
  void aPhoneThatDoesNotKnowListsIsToldWhatItNeeds() {
    SipResponse response = phone.subscribes("team", "dialog", 600);
    assertThat(response.status()).isEqualTo(421);
    assertThat(response.header(Header.REQUIRE)).isEqualTo("eventlist");
  }

  @Test
  void whoRequiresListsIsUnderstoodAndASingleLampIsToldOfAsEver() {
    UnaryOperator<SipWriter> requires = writer -> writer.header(Header.REQUIRE, "eventlist");
    assertThat(phone.subscribes("team", "dialog", "c1", 600, requires).status()).isEqualTo(200);
    phone.reads();
    SipResponse single = phone.subscribes("anna", "dialog", "c2", 600, LampListTest::knowsLists);
    assertThat(single.has(Header.REQUIRE)).isFalse();
    SipRequest notify = phone.reads().getFirst();
    assertThat(notify.header(Header.CONTENT_TYPE)).isEqualTo("application/dialog-info+xml");
  }

  @Test
  void aListThatIsAnotherByNowEndsAndWhoComesBackGetsTheNewOne() {
    subscribes("team");
    phone.reads();
    phone.passS(1);
    phone.lists.put("team", List.of("bert"));
    phone.subscriptions.allChanged();
    assertThat(phone.readsOne()).contains("terminated;reason=deactivated");
    assertThat(phone.subscriptions.size()).isZero();
    phone.subscribes("team", "dialog", "c2", 600, LampListTest::knowsLists);
    assertThat(phone.readsOne()).contains("bert").doesNotContain("anna");
    phone.passS(1);
    phone.lists.clear();
    phone.subscriptions.allChanged();
    assertThat(phone.readsOne()).contains("terminated;reason=noresource");
  }

  @Test
  void eachMemberCountsForTheAccount() {
    Watcher small = new Watcher(new Subscriptions.Limits(3, 10));
    small.lists.put("team", List.of("anna", "anna2"));
    small.lamps.put("anna2", new Lamp(Light.FREE, 0));
    assertThat(small.subscribes("team", "dialog", "c1", 600, LampListTest::knowsLists).status())
        .isEqualTo(200);
    small.reads();
    assertThat(small.subscribes("anna", "dialog", "c2", 600, w -> w).status()).isEqualTo(200);
    small.reads();
    assertThat(small.subscribes("anna", "dialog", "c3", 600, w -> w).status()).isEqualTo(403);
    small.subscribes("team", "dialog", "c1", 0, LampListTest::knowsLists);
    small.reads();
    assertThat(small.subscribes("anna", "dialog", "c4", 600, w -> w).status()).isEqualTo(200);
  }
}
