package usher.core.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CallRecordTest {

  @Test
  void aRecordIsOneLineOfJsonInTheOrderOfItsComponents() {
    assertThat(CallRecords.abandoned("7").toJson())
        .isEqualTo(
            """
            {"id":"7","queue":"sales","caller":"\\"Bob \u202e\\r\\n\\" <sip:bob@usher.test>",\
            "called":"sip:sales@usher.test","arrivedMs":1795341600000,"queuedMs":1795341600001,\
            "offeredMs":1795341600002,"endedMs":1795341605000,"waitMs":4999,"promisedMs":60000,"ringMs":3000,\
            "talkMs":0,"holdMs":0,"end":"abandoned",\
            "why":"the caller left after 5 s: alice's phone rang; rules 1",\
            "hungUpBy":"caller","answer":"at-entry",\
            "media":"relay","rules":1,"band":4,"attributes":{"brand":"acme"},\
            "legs":[{"callId":"c1@host","role":"caller","remote":"127.0.0.1:5062",\
            "gone":"silent","audio":{"received":500,"lost":3,"jitterMs":0.25,"jitterMaxMs":4.5,"sent":498,\
            "farLost":2,"farJitterMs":1.125}}],\
            "offers":[{"agent":"alice","atMs":1795341600002,"ringMs":3000,"outcome":"ring-timeout",\
            "why":"longest-idle: idle for 7 s; rules 1"}],\
            "queues":[{"queue":"sales","how":"entered","atMs":1795341600001}],\
            "overflow":[{"atMs":1795341600003,"why":"gets 1 point: had waited 1 s; rung 1, rules 1"}],\
            "outside":[],\
            "transfers":[{"by":"alice","to":"bob","atMs":1795341600009,"done":false,"status":486}],\
            "conference":[{"who":"caller","joinedMs":1795341600010,"leftMs":1795341600011}]}\
            """);
  }

  @Test
  void whatIsWrittenIsRead() {
    for (CallRecord record :
        new CallRecord[] {CallRecords.abandoned("7"), CallRecords.answered("8")}) {
      assertThat(CallRecord.fromJson(record.toJson())).isEqualTo(record);
    }
  }

  @Test
  void whatALaterVersionAddedIsPassedOver() {
    CallRecord record = CallRecords.answered("7");

    assertThat(CallRecord.fromJson(record.toJson().replace("\"queue\"", "\"mood\":1,\"queue\"")))
        .isEqualTo(record);
  }

  @Test
  void aRecordOfAnEarlierVersionHasNoQueuesAndNothingOutside() {
    String json = CallRecords.abandoned("7").toJson();
    String earlier = json.substring(0, json.indexOf(",\"queues\"")) + "}";
    assertThat(CallRecord.fromJson(earlier).queues()).isEmpty();
    assertThat(CallRecord.fromJson(earlier).overflow()).isEmpty();
    assertThat(CallRecord.fromJson(earlier).outside()).isEmpty();
    assertThat(CallRecord.fromJson(earlier).conference()).isEmpty();
  }

  @Test
  void otherTextIsNoRecord() {
    for (String text : new String[] {"", "{", "[]", "{\"id\":\"7\"}", "null"}) {
      assertThatThrownBy(() -> CallRecord.fromJson(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
