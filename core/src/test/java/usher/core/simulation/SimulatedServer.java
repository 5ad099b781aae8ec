package usher.core.simulation;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import usher.core.agent.Target;
import usher.core.call.CallLog;
import usher.core.call.PressedKey;
import usher.core.config.ConfigReader;
import usher.core.config.ConfigResult;
import usher.core.config.UsherConfig;
import usher.core.journal.Journal;
import usher.core.journal.JournalRecord;
import usher.core.journal.RulesText;
import usher.core.loop.Acd;
import usher.core.loop.Input;
import usher.core.rules.RuleSet;
import usher.sip.dialog.LocalAddresses;
import usher.sip.media.AudioClip;
import usher.sip.media.MediaPlane;
import usher.sip.media.SimulatedMediaPlane;
import usher.sip.message.MalformedMessageException;
import usher.sip.message.Method;
import usher.sip.message.SipMessage;
import usher.sip.message.SipRequest;
import usher.sip.transport.Flow;
import usher.sip.transport.ServerQuery;
import usher.sip.transport.TransportProtocol;
import usher.sip.transport.Wire;
import usher.softphone.PhoneHost;
import usher.softphone.chance.Seed;
import usher.softphone.network.SimulatedHost;
import usher.softphone.network.SimulatedNetwork;
import usher.softphone.network.SimulatedNode;

/** The server as a machine of the simulated network. */
final class SimulatedServer implements SimulatedNode {
  /** A Sunday in November, so that dates in records look like dates. */
  private static final long EPOCH_MS = 1_795_000_000_000L;

  private static final int PORT_PAIRS = 5_000;
  private static final AudioClip SILENCE = AudioClip.of(new short[160]);

  /** One journal record with the time of its turn. */
  record Kept(JournalRecord record, long nowNs, long epochMs) {}

  private final List<Kept> journal = new ArrayList<>();
  private final List<CallLog> records = new ArrayList<>();
  private final MessageDigest sent = sha256();
  private final Set<String> invited = new HashSet<>();
  private String lastNamed = "";
  private int offersKept;
  private final List<ServerQuery> names = new ArrayList<>();
  private final SimulatedMediaPlane media;
  private final Acd acd;
  private final Map<Long, UsherConfig> versions = new HashMap<>();
  private RuleSet rules;

  SimulatedServer(UsherConfig config, SimulatedHost host, byte[] seed, long nowNs) {
    this(
        config,
        host,
        host.locals().values().iterator().next(),
        new LocalAddresses(host.locals()),
        seed,
        nowNs);
    host.run(this);
  }

  /** The same without a network around it: what it sends goes to this wire. */
  SimulatedServer(
      UsherConfig config,
      Wire wire,
      InetSocketAddress address,
      LocalAddresses locals,
      byte[] seed,
      long nowNs) {
    media = new SimulatedMediaPlane(address.getAddress(), 20_000, PORT_PAIRS);
    Journal keeping = this::keep;
    rules = RuleSet.first(config, "simulation");
    acd =
        new Acd(
            rules,
            new Acd.Surroundings(
                tapped(wire),
                locals,
                media,
                keeping,
                records::add,
                queue -> SILENCE,
                names::add,
                source -> {},
                flow -> null,
                this::pressed,
                seed,
                "Usher/test"),
            nowNs,
            EPOCH_MS);
  }

  private void pressed(PressedKey key) {
    acd.on(new Input.KeyPressed(key));
  }

  private Wire tapped(Wire wire) {
    return (flow, message) -> {
      requireJournaled(message);
      sent.update(flow.toString().getBytes(StandardCharsets.UTF_8));
      sent.update(message.bytes());
      wire.send(flow, message);
    };
  }

  /**
   * Semantics, I3: no INVITE without a journaled offer. A phone that is at several servers of one
   * name gets one from each.
   */
  private void requireJournaled(SipMessage message) {
    boolean offers =
        message instanceof SipRequest request
            && request.method() == Method.INVITE
            && request.toTag() == null
            && !isAtNextServer(request);
    if (offers && invited.add(message.callId()) && invited.size() > offersKept) {
      throw new AssertionError("an agent is invited whose offer is not in the journal: " + message);
    }
  }

  private boolean isAtNextServer(SipRequest invite) {
    String before = lastNamed;
    lastNamed = Target.isNamed(invite.requestUri()) ? invite.requestUri() : "";
    return lastNamed.equals(before) && !lastNamed.isEmpty();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Of every byte sent so far, with where it went; ends the taking down. */
  String digestOfAllSent() {
    return HexFormat.of().formatHex(sent.digest());
  }

  private boolean keep(JournalRecord record, long nowNs, long epochMs) {
    if (record instanceof JournalRecord.OfferMade || isSentOutside(record)) {
      offersKept++;
    }
    journal.add(new Kept(lasting(record), nowNs, epochMs));
    return true;
  }

  /** A tape's buffer is filled anew in the next turn. */
  private static JournalRecord lasting(JournalRecord record) {
    return record instanceof JournalRecord.RouterCommanded(ByteBuffer tape)
        ? new JournalRecord.RouterCommanded(
            ByteBuffer.allocate(tape.remaining()).put(tape.duplicate()).flip())
        : record;
  }

  private static boolean isSentOutside(JournalRecord record) {
    return record instanceof JournalRecord.CallChanged changed && changed.state().equals("OUTSIDE");
  }

  /** The configuration that a text says. */
  static ConfigResult.Valid read(String yaml) {
    return switch (ConfigReader.read(yaml, "simulation.yaml", Path.of("."))) {
      case ConfigResult.Valid valid -> valid;
      case ConfigResult.Invalid invalid -> throw new IllegalStateException(invalid.toString());
    };
  }

  /** A server at an address to which nothing leads, for what is replayed. */
  static SimulatedServer alone(UsherConfig config, InetSocketAddress address, byte[] seed) {
    return new SimulatedServer(
        config,
        (flow, message) -> {},
        address,
        new LocalAddresses(Map.of(TransportProtocol.UDP, address, TransportProtocol.TCP, address)),
        seed,
        SimulatedNetwork.START_NS);
  }

  /** Phones that live at a host of the network. */
  static PhoneHost phones(SimulatedNetwork network, SimulatedHost host, Seed seed) {
    PhoneHost phones = new PhoneHost(host, host.locals(), network.nowNs(), media(host), seed);
    host.run(phones);
    return phones;
  }

  /** Audio ports for the phones of a host. */
  static MediaPlane media(SimulatedHost host) {
    return new SimulatedMediaPlane(
        host.locals().values().iterator().next().getAddress(), 20_000, PORT_PAIRS);
  }

  /**
   * Gives one journaled input to the centre again, at its instant. Outcomes are not inputs: they
   * have to follow.
   */
  void replay(Kept kept) throws MalformedMessageException {
    switch (kept.record()) {
      case JournalRecord.Turn() -> acd.advance(kept.nowNs(), kept.epochMs());
      case JournalRecord.SipReceived(Flow flow, ByteBuffer bytes) -> {
        acd.advance(kept.nowNs(), kept.epochMs());
        byte[] message = new byte[bytes.remaining()];
        bytes.duplicate().get(message);
        acd.on(new Input.SipArrived(SipMessage.parse(message), flow, 0));
      }
      case JournalRecord.RulesTaken(long version, _, long part, long parts, _)
          when part == parts - 1 -> {
        acd.advance(kept.nowNs(), kept.epochMs());
        take(Optional.ofNullable(versions.get(version)).orElseThrow());
      }
      default -> {} // outcomes, and inputs that a simulation on datagrams does not have
    }
  }

  /** Takes other rules while calls flow, as the server does with an edited file. */
  void adopt(UsherConfig config, long nowNs) {
    advance(nowNs);
    take(config);
  }

  private void take(UsherConfig config) {
    rules = rules.next(config, "simulation " + (rules.version() + 1));
    versions.put(rules.version(), config);
    List<JournalRecord> text =
        new RulesText(rules.version(), rules.sha256(), "of a simulation").records();
    acd.on(new Input.RulesChanged(rules, text, queue -> SILENCE));
  }

  /** What was taken by version, for a server that is to do it all again. */
  Map<Long, UsherConfig> versions() {
    return versions;
  }

  Acd acd() {
    return acd;
  }

  /** What name servers were asked for. */
  List<ServerQuery> names() {
    return names;
  }

  SimulatedMediaPlane media() {
    return media;
  }

  List<CallLog> records() {
    return records;
  }

  List<Kept> journal() {
    return journal;
  }

  @Override
  public void received(SipMessage message, Flow flow) {
    acd.on(new Input.SipArrived(message, flow, 0));
  }

  @Override
  public void undeliverable(SipMessage message, Flow flow) {
    acd.on(new Input.Undeliverable(message, flow));
  }

  @Override
  public void connectionClosed(Flow flow) {
    acd.on(new Input.ConnectionClosed(flow));
  }

  @Override
  public void advance(long nowNs) {
    acd.advance(nowNs, EPOCH_MS + nowNs / 1_000_000);
  }

  @Override
  public long nextDeadlineNs() {
    return acd.nextDeadlineNs();
  }
}
