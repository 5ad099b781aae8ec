package usher.sip.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import usher.sip.message.Header;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;

/** Lamps from the side of a phone, on virtual time. */
class SubscriptionsTest {
  private static final String DIALOG = "dialog";
  private final Watcher phone = new Watcher();

  private void watchesAnna() {
    assertThat(phone.subscribes("anna", DIALOG, 600).status()).isEqualTo(200);
    assertThat(phone.readsOne()).contains("active;expires=600", "<state>terminated</state>");
    phone.passS(1);
  }

  // ---- who may

  @Test
  void whoProvesNothingIsChallengedAndWatchesNothing() {
    SipResponse response = phone.asks("anna", DIALOG, "c1", w -> w);
    assertThat(response.status()).isEqualTo(401);
    assertThat(response.headers(Header.WWW_AUTHENTICATE)).isNotEmpty();
    assertThat(phone.reads()).isEmpty();
    assertThat(phone.subscriptions.size()).isZero();
  }

  @Test
  void whoGuessesPasswordsIsBarredAsAtTheRegistrar() {
    phone.as("desk", "wrong");
    int status = 401;
    for (int i = 0; i < 10 && status == 401; i++) {
      status = phone.subscribes("anna", DIALOG, 600).status();
    }
    assertThat(status).isEqualTo(403);
  }

  @Test
  void anUnknownAccountIsChallengedLikeAKnownOneAndAnUnknownLampIsNotShownToIt() {
    phone.as("nobody", "x");
    assertThat(phone.subscribes("anna", DIALOG, 600).status()).isEqualTo(401);
    assertThat(phone.subscribes("ghost", DIALOG, 600).status()).isEqualTo(401);
  }

  @Test
  void whatIsNotThereCannotBeWatched() {
    assertThat(phone.subscribes("ghost", DIALOG, 600).status()).isEqualTo(404);
  }

  @Test
  void onlyWhoBeganASubscriptionExtendsOrEndsIt() {
    assertThat(phone.subscribes("anna", DIALOG, "c1", 600, w -> w).status()).isEqualTo(200);
    phone.reads();
    phone.as("desk2", "pw-desk2");
    assertThat(phone.subscribes("anna", DIALOG, "c1", 0, w -> w).status()).isEqualTo(481);
    phone.as("desk", "pw-desk");
    assertThat(phone.subscribes("anna", DIALOG, "c1", 0, w -> w).status()).isEqualTo(200);
  }

  // ---- what is refused

  @Test
  void anEventThatWeDoNotHaveIsRefusedWithThoseThatWeHave() {
    SipResponse response = phone.subscribes("anna", "kpml", 600);
    assertThat(response.status()).isEqualTo(489);
    assertThat(response.header(Header.ALLOW_EVENTS)).isEqualTo("dialog, presence, message-summary");
  }

  @Test
  void tooBriefIsRefusedAndTooLongIsCut() {
    SipResponse brief = phone.subscribes("anna", DIALOG, 59);
    assertThat(brief.status()).isEqualTo(423);
    assertThat(brief.header(Header.MIN_EXPIRES)).isEqualTo("60");
    SipResponse cut = phone.subscribes("anna", DIALOG, 86_400);
    assertThat(cut.header(Header.EXPIRES)).isEqualTo("900");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "99999999999999999999"})
  void anExpiresThatCannotBeReadIsTheLongest(String expires) {
    SipResponse response =
        phone.subscribes(
            "anna", DIALOG, "c1", w -> expires.isEmpty() ? w : w.header(Header.EXPIRES, expires));
    assertThat(response.header(Header.EXPIRES)).isEqualTo("900");
  }

  @Test
  void whoCannotReadOurDocumentsIsRefused() {
    assertThat(
            phone
                .subscribes("anna", DIALOG, "c1", 600, w -> w.header(Header.ACCEPT, "text/plain"))
                .status())
        .isEqualTo(406);
    assertThat(
            phone
                .subscribes(
                    "anna",
                    DIALOG,
                    "c2",
                    600,
                    w -> w.header(Header.ACCEPT, "text/plain, Application/Dialog-Info+xml;q=1"))
                .status())
        .isEqualTo(200);
  }

  @Test
  void aDialogThatIsNoneGets481() {
    phone.believesIn("c1", "<sip:anna@usher.test>;tag=unheard-of");
    assertThat(phone.subscribes("anna", DIALOG, "c1", 600, w -> w).status()).isEqualTo(481);
    assertThat(phone.reads()).isEmpty();
  }

  @Test
  void anotherEventInTheSameDialogGets481() {
    phone.subscribes("anna", DIALOG, "c1", 600, w -> w);
    phone.reads();
    assertThat(phone.subscribes("anna", "presence", "c1", 600, w -> w).status()).isEqualTo(481);
  }

  @Test
  void anAccountAndAllOfThemHaveTheirLimits() {
    Watcher small = new Watcher(new Subscriptions.Limits(2, 3));
    assertThat(small.subscribes("anna", DIALOG, 600).status()).isEqualTo(200);
    assertThat(small.subscribes("anna", "presence", 600).status()).isEqualTo(200);
    assertThat(small.subscribes("anna", DIALOG, 600).status()).isEqualTo(403);
    small.as("desk2", "pw-desk2");
    assertThat(small.subscribes("anna", DIALOG, 600).status()).isEqualTo(200);
    SipResponse full = small.subscribes("anna", DIALOG, 600);
    assertThat(full.status()).isEqualTo(503);
    assertThat(full.has(Header.RETRY_AFTER)).isTrue();
    assertThat(small.subscriptions.size()).isEqualTo(3);
  }

  // ---- what is told

  @Test
  void aLampFollowsTheCallWithVersionsThatCount() {
    watchesAnna();
    phone.shows(Light.RINGING);
    assertThat(phone.readsOne())
        .contains("active;expires=599")
        .contains("version=\"1\" state=\"full\" entity=\"sip:anna@usher.test\"")
        .contains("<dialog id=\"anna\" direction=\"recipient\"><state>early</state>");
    phone.passS(1);
    phone.shows(Light.IN_CALL);
    assertThat(phone.readsOne()).contains("version=\"2\"", "<state>confirmed</state>");
    phone.passS(1);
    phone.shows(Light.FREE);
    assertThat(phone.readsOne()).contains("version=\"3\"", "<state>terminated</state>");
  }

  @Test
  void whatALampDoesNotShowIsNotTold() {
    watchesAnna();
    phone.shows(Light.AWAY);
    phone.shows(Light.ABSENT);
    phone.shows(Light.FREE);
    assertThat(phone.reads()).isEmpty();
  }

  @Test
  void changesWithinARestAreOneAndItShowsTheNewest() {
    watchesAnna();
    phone.shows(Light.RINGING);
    assertThat(phone.readsOne()).contains("early");
    phone.shows(Light.IN_CALL);
    phone.shows(Light.FREE);
    phone.shows(Light.IN_CALL);
    phone.passMs(999);
    assertThat(phone.reads()).isEmpty();
    phone.passMs(1);
    assertThat(phone.readsOne()).contains("confirmed", "version=\"2\"");
  }

  @Test
  void aPhoneThatDoesNotAnswerHasOneNotifyUnderWayAndThenNoSubscription() {
    watchesAnna();
    phone.fallsSilent();
    phone.shows(Light.RINGING);
    phone.shows(Light.IN_CALL);
    phone.passS(5);
    List<SipRequest> sent = phone.reads();
    assertThat(sent.stream().map(SipRequest::cseq).distinct()).hasSize(1);
    phone.passS(30);
    assertThat(phone.subscriptions.size()).isZero();
    assertThat(phone.timers.size()).as("timers left").isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 481, 489, 500, 603, 401})
  void aRefusedNotifyEndsTheSubscription(int status) {
    watchesAnna();
    phone.shows(Light.RINGING);
    assertThat(phone.reads(status, w -> w)).hasSize(1);
    assertThat(phone.subscriptions.size()).isZero();
    phone.shows(Light.IN_CALL);
    assertThat(phone.reads()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"3, 3", "100000, 60", "0, 1", "soon, 60", "5 (busy);duration=9, 5"})
  void aPhoneThatAsksForLaterIsToldLater(String retryAfter, int s) {
    watchesAnna();
    phone.shows(Light.RINGING);
    assertThat(phone.reads(503, w -> w.header(Header.RETRY_AFTER, retryAfter))).hasSize(1);
    phone.passMs(s * 1000L - 1);
    assertThat(phone.reads()).isEmpty();
    phone.passMs(1);
    assertThat(phone.readsOne()).contains("early");
  }

  @Test
  void presenceIsToldEveryFiveSecondsAtMost() {
    phone.subscribes("anna", "presence", 600);
    assertThat(phone.readsOne()).contains("<basic>open</basic>", "<note>Ready</note>");
    phone.shows(Light.AWAY);
    phone.passMs(4_999);
    assertThat(phone.reads()).isEmpty();
    phone.passMs(1);
    assertThat(phone.readsOne()).contains("<rpid:away/>", "Not ready");
  }

  @Test
  void theIdOfAnEventComesBack() {
    phone.subscribes("anna", "dialog;id=17", 600);
    assertThat(phone.reads().getFirst().header(Header.EVENT)).isEqualTo("dialog;id=17");
  }

  @Test
  void aNotifyIsARequestInsideTheDialog() {
    SipResponse response = phone.subscribes("anna", DIALOG, 600);
    SipRequest notify = phone.reads().getFirst();
    assertThat(notify.requestUri()).isEqualTo("sip:desk@127.0.1.1:5070");
    assertThat(notify.fromTag()).isEqualTo(response.toTag());
    assertThat(notify.toTag()).isEqualTo("far");
    assertThat(notify.header(Header.CONTACT)).isEqualTo(response.header(Header.CONTACT));
    assertThat(notify.header(Header.CONTENT_TYPE)).isEqualTo("application/dialog-info+xml");
  }

  // ---- how it ends

  @Test
  void aSubscriptionThatIsNotExtendedEndsAndSaysSo() {
    watchesAnna();
    phone.passS(598);
    assertThat(phone.reads()).isEmpty();
    phone.passS(1);
    assertThat(phone.readsOne()).contains("terminated;reason=timeout", "<state>terminated</state>");
    assertThat(phone.subscriptions.size()).isZero();
    phone.passS(40);
    assertThat(phone.timers.size()).as("timers left").isZero();
  }

  @Test
  void oneThatIsExtendedGoesOnAndIsToldAtOnceHowThingsStand() {
    assertThat(phone.subscribes("anna", DIALOG, "c1", 60, w -> w).status()).isEqualTo(200);
    phone.reads();
    phone.passS(50);
    assertThat(phone.subscribes("anna", DIALOG, "c1", 600, w -> w).status()).isEqualTo(200);
    assertThat(phone.readsOne()).contains("active;expires=600", "version=\"1\"");
    phone.passS(60);
    assertThat(phone.subscriptions.size()).isEqualTo(1);
  }

  @Test
  void whoWantsNoMoreIsToldTheLastTime() {
    phone.subscribes("anna", DIALOG, "c1", 600, w -> w);
    phone.reads();
    assertThat(phone.subscribes("anna", DIALOG, "c1", 0, w -> w).status()).isEqualTo(200);
    assertThat(phone.readsOne()).contains("terminated;reason=timeout");
    assertThat(phone.subscribes("anna", DIALOG, "c1", 600, w -> w).status())
        .as("extending what is over")
        .isEqualTo(481);
    assertThat(phone.subscriptions.size()).isZero();
  }

  @Test
  void whoOnlyAsksHowThingsStandIsToldOnce() {
    assertThat(phone.subscribes("anna", DIALOG, 0).status()).isEqualTo(200);
    assertThat(phone.readsOne()).contains("terminated;reason=timeout", "<state>terminated</state>");
    assertThat(phone.subscriptions.size()).isZero();
  }

  @Test
  void whatIsGoneIsWatchedNoMore() {
    watchesAnna();
    phone.lamps.clear();
    phone.subscriptions.allChanged();
    assertThat(phone.readsOne()).isEqualTo("terminated;reason=noresource\n");
    assertThat(phone.subscriptions.size()).isZero();
  }

  @Test
  void aServerThatStopsSaysWhenToComeBackAndTakesNobody() {
    watchesAnna();
    phone.subscriptions.stop();
    assertThat(phone.readsOne()).contains("terminated;reason=probation;retry-after=30");
    assertThat(phone.subscribes("anna", DIALOG, 600).status()).isEqualTo(503);
  }

  @Test
  void aSubscriptionThatEndsWhileItsPhoneIsSilentIsForgotten() {
    watchesAnna();
    phone.fallsSilent();
    phone.subscriptions.stop();
    phone.passS(40);
    assertThat(phone.subscriptions.size()).isZero();
    assertThat(phone.timers.size()).as("timers left").isZero();
  }

  @Test
  void extendingOutOfOrderIsRefused() {
    phone.subscribes("anna", DIALOG, "c1", 600, w -> w);
    phone.reads();
    phone.countsFrom(0);
    assertThat(phone.subscribes("anna", DIALOG, "c1", 0, w -> w).status()).isEqualTo(500);
    assertThat(phone.subscriptions.size()).isEqualTo(1);
  }
}
