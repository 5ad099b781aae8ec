package usher.core.record;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import usher.core.config.QueueConfig;
import usher.core.record.CallRecord.Audio;
import usher.core.record.CallRecord.How;
import usher.core.record.CallRecord.HungUp;
import usher.core.record.CallRecord.Leg;
import usher.core.record.CallRecord.Offer;
import usher.core.record.CallRecord.Role;
import usher.core.record.CallRecord.Transfer;
import usher.core.record.CallRecord.Visit;
import usher.routing.offer.OfferOutcome;

/** Calls for tests. */
final class CallRecords {

  static final long ARRIVED_MS = Instant.parse("2026-11-22T10:00:00Z").toEpochMilli();

  private CallRecords() {}

  static CallRecord answered(String id) {
    return call(id, "alice", ARRIVED_MS + 5_000, ARRIVED_MS + 65_000);
  }

  static CallRecord abandoned(String id) {
    return call(id, null, null, ARRIVED_MS + 5_000);
  }

  static CallRecord endedAt(String id, String instant) {
    return call(id, null, null, Instant.parse(instant).toEpochMilli());
  }

  private static CallRecord call(
      String id, @Nullable String agent, @Nullable Long answeredMs, long endedMs) {
    return new CallRecord(
        id,
        "sales",
        "\"Bob \u202e\r\n\" <sip:bob@usher.test>",
        "sip:sales@usher.test",
        agent,
        ARRIVED_MS,
        ARRIVED_MS + 1,
        ARRIVED_MS + 2,
        answeredMs,
        endedMs,
        4_999,
        60_000L,
        3_000,
        answeredMs == null ? 0 : endedMs - answeredMs,
        0,
        agent == null ? "abandoned" : "caller-hung-up",
        agent == null ? "the caller left after 5 s: alice's phone rang; rules 1" : null,
        HungUp.CALLER,
        QueueConfig.Answer.AT_ENTRY,
        QueueConfig.Media.RELAY,
        1,
        4,
        new TreeMap<>(Map.of("brand", "acme")),
        List.of(
            new Leg(
                "c1@host",
                Role.CALLER,
                null,
                "127.0.0.1:5062",
                CallRecord.Gone.SILENT,
                new Audio(500, 3, 0.25, 4.5, 498, 2L, 1.125, null))),
        List.of(
            new Offer(
                "alice",
                ARRIVED_MS + 2,
                3_000,
                OfferOutcome.RING_TIMEOUT,
                "longest-idle: idle for 7 s; rules 1")),
        List.of(new Visit("sales", How.ENTERED, ARRIVED_MS + 1)),
        List.of(
            new CallRecord.Rung(ARRIVED_MS + 3, "gets 1 point: had waited 1 s; rung 1, rules 1")),
        List.of(),
        List.of(new Transfer("alice", "bob", ARRIVED_MS + 9, false, 486)),
        List.of(new CallRecord.Party("caller", ARRIVED_MS + 10, ARRIVED_MS + 11)),
        answeredMs == null
            ? null
            : new CallRecord.Line(
                "north",
                "<sip:+49777@north.example>",
                true,
                List.of("<sip:a@b>;index=1"),
                List.of()));
  }
}
