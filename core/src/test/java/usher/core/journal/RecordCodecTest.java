package usher.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import usher.core.journal.JournalRecord.AdminCommanded;
import usher.core.journal.JournalRecord.AgentChanged;
import usher.core.journal.JournalRecord.CallChanged;
import usher.core.journal.JournalRecord.CallEntered;
import usher.core.journal.JournalRecord.CallRecorded;
import usher.core.journal.JournalRecord.DigitHeard;
import usher.core.journal.JournalRecord.MediaStarted;
import usher.core.journal.JournalRecord.NameLocated;
import usher.core.journal.JournalRecord.OfferEnded;
import usher.core.journal.JournalRecord.OfferMade;
import usher.core.journal.JournalRecord.PlayEnded;
import usher.core.journal.JournalRecord.RouterCommanded;
import usher.core.journal.JournalRecord.RulesTaken;
import usher.core.journal.JournalRecord.SipReceived;
import usher.core.journal.JournalRecord.Started;
import usher.core.journal.JournalRecord.Stopped;
import usher.core.journal.JournalRecord.TransportChanged;
import usher.core.journal.JournalRecord.Turn;
import usher.core.journal.JournalRecord.Unknown;
import usher.sip.transport.Flow;
import usher.sip.transport.TransportProtocol;

class RecordCodecTest {

  @Property(seed = "1")
  void whatIsWrittenIsRead(@ForAll("records") JournalRecord record) {
    ByteBuffer out = ByteBuffer.allocate(RecordFormat.PAYLOAD_MAX);

    RecordCodec.encode(record, out);

    assertThat(RecordCodec.decode(record.type(), out.flip())).isEqualTo(record);
  }

  @Property(seed = "1")
  void noBytesDoMoreHarmThanAMalformedRecord(
      @ForAll @IntRange(min = -1, max = 20) int type, @ForAll byte[] bytes) {
    JournalRecord read;
    try {
      read = RecordCodec.decode(type, ByteBuffer.wrap(bytes));
    } catch (MalformedRecordException e) {
      assertThat(e).hasMessageContaining("type " + type);
      return;
    }
    assertThat(read.type()).isEqualTo(type);
  }

  @Test
  void theNumbersOfTypesStayAsTheyAre() {
    List<JournalRecord> all = RECORDS;

    assertThat(all.stream().map(JournalRecord::type))
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 1000);
    assertThat(all.stream().map(Object::getClass).toList())
        .as("one of each")
        .hasSameElementsAs(Stream.of(JournalRecord.class.getPermittedSubclasses()).toList());
  }

  @Test
  void aSeedIsNeverShownAndNeverTheSame() {
    assertThat(new Started(Seed.fresh(), "", "").toString()).contains("(seed)");
    assertThat(Seed.fresh()).isNotEqualTo(Seed.fresh());
    assertThat(new Seed(1, 2, 3, 4).bytes()).hasSize(Seed.BYTES).endsWith(0, 0, 0, 4);
  }

  private static final Flow UDP =
      new Flow(TransportProtocol.UDP, address("127.0.0.1", 5060), address("::1", 65535), 0);

  private static final List<JournalRecord> RECORDS =
      List.of(
          new Started(new Seed(1, 2, 3, 4), "0f", "0.1.0"),
          new Stopped("SIGTERM"),
          new Turn(),
          new SipReceived(UDP, ByteBuffer.wrap(new byte[] {1, 2, 3})),
          new TransportChanged(UDP, TransportChanged.Kind.CLOSED, "reset"),
          new MediaStarted(1),
          new DigitHeard(1, '#'),
          new PlayEnded(1),
          new AdminCommanded("root", "drain"),
          new OfferMade(1, 2, "alice", "sales"),
          new OfferEnded(1, 2, "alice", "ACCEPTED"),
          new AgentChanged("alice", "READY", ""),
          new CallChanged(2, "QUEUED", "sales"),
          new CallRecorded(2, "{}"),
          new RulesTaken(3, "0f", 0, 1, ByteBuffer.wrap(new byte[] {4, 5})),
          new RouterCommanded(ByteBuffer.wrap(new byte[8])),
          new CallEntered(2, 1L << 32, "id@host", "<sip:a@b>", "sip:sales@c"),
          new NameLocated("north.example", 60_000_000_000L, "UDP 192.0.2.7:5060"),
          new Unknown(1000, ByteBuffer.wrap(new byte[] {9})));

  private static InetSocketAddress address(String ip, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(ip), port);
  }

  @Provide
  Arbitrary<JournalRecord> records() {
    Arbitrary<String> text = Arbitraries.strings().ofMaxLength(50);
    Arbitrary<Long> number = Arbitraries.longs();
    Arbitrary<Flow> flow =
        Combinators.combine(
                Arbitraries.of(TransportProtocol.class),
                Arbitraries.of("127.0.0.1", "::1", "2001:db8::5"),
                Arbitraries.integers().between(0, 65_535),
                number)
            .as((p, ip, port, n) -> new Flow(p, address(ip, port), address(ip, port), n));
    Arbitrary<ByteBuffer> bytes =
        Arbitraries.bytes().array(byte[].class).ofMaxSize(2_000).map(ByteBuffer::wrap);
    return Arbitraries.oneOf(
        Arbitraries.of(RECORDS),
        Combinators.combine(flow, bytes).as(SipReceived::new),
        Combinators.combine(number, number, text, text).as(OfferMade::new),
        Combinators.combine(number, text).as(CallRecorded::new),
        Combinators.combine(text, text, text).as(AgentChanged::new));
  }
}
