package usher.sip.media;

import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import usher.sip.media.Rtcp.Block;
import usher.sip.media.Rtcp.Report;
import usher.sip.media.Rtcp.Sender;
import usher.sip.media.secure.DtlsIdentity;
import usher.sip.sdp.Codec;
import usher.sip.sdp.NegotiatedAudio;
import usher.sip.sdp.NegotiatedAudio.Numbers;

/**
 * One leg on its media thread, which alone touches it. A packet's way: is it RTP, may its sender
 * send, is its payload type agreed; then to the peer, which numbers it into its own far end's
 * stream and sends it. A peer on another thread is given the packet as a task.
 */
final class RtpLeg implements AudioSource, RtpPlayer.Audience {
  /**
   * Packets on their way from another thread; more than 2 s of audio means that it does not keep
   * up.
   */
  private static final int MAX_CROSSING = 100;

  private final MediaThread thread;
  private final SocketPair sockets;
  private final MediaListener listener;
  private final LegCounters counters = new LegCounters();
  private final Reception reception = new Reception();
  private final SentReports sentReports = new SentReports();
  private final Latch latch = new Latch();
  private final LegProtection protection;
  private final DtmfReceiver digits = new DtmfReceiver();
  private final OutgoingStream out;
  private final String cname;
  private final AtomicInteger crossing = new AtomicInteger();
  private @Nullable NegotiatedAudio far;
  private @Nullable InetAddress speaksFrom;
  private @Nullable RtpLeg peer;
  private @Nullable MixedVoice voice;
  private @Nullable Playback playback;
  private boolean connected;
  private boolean started;
  private boolean closed;

  RtpLeg(MediaThread thread, SocketPair sockets, MediaListener listener, DtlsIdentity identity) {
    this.thread = thread;
    this.sockets = sockets;
    this.listener = listener;
    var random = ThreadLocalRandom.current();
    out = new OutgoingStream(random.nextInt(), (short) random.nextInt(), random.nextInt());
    cname = Long.toHexString(random.nextLong());
    protection = new LegProtection(thread, sockets, identity, out.ssrc(), latch::destination);
  }

  MediaThread thread() {
    return thread;
  }

  LegCounters counters() {
    return counters;
  }

  int port() {
    return sockets.port();
  }

  // What the call loop wants, in tasks.

  void attach() {
    sockets.attach(this);
  }

  void speaksFrom(InetAddress host) {
    speaksFrom = host;
  }

  void remote(NegotiatedAudio audio, long nowNs) {
    if (closed) {
      return;
    }
    if (connected) {
      sockets.disconnectRtp();
      connected = false;
    }
    far = audio;
    latch.expect(audio.remoteRtp(), speaksFrom, nowNs);
    protection.agree(audio);
  }

  /** Whether the handshake for its keys has failed; from any thread. */
  boolean isUnprotectable() {
    return protection.hasFailed();
  }

  void join(RtpLeg other) {
    stopPlaying();
    peer = other;
  }

  /** From now on what is said here is mixed, and what others say there is heard here. */
  void enter(RtpMixer mixer) {
    if (closed) {
      return;
    }
    stopPlaying();
    voice = mixer.enter(this);
  }

  void unjoin() {
    peer = null;
    if (voice != null) {
      voice.mixer().leave(voice);
      voice = null;
    }
  }

  void play(AudioClip clip, boolean loop) {
    if (closed) {
      return;
    }
    if (playback == null) {
      thread.player().add(this);
    }
    playback = new Playback(clip, loop);
  }

  void stopPlaying() {
    if (playback != null) {
      playback = null;
      thread.player().remove(this);
    }
  }

  void close() {
    closed = true;
    unjoin();
    stopPlaying();
    protection.close();
    sockets.close();
    thread.release(sockets.port());
  }

  // From the far end.

  /** Takes a packet of the RTP socket; the caller releases it. */
  void receive(ByteBuf packet, InetSocketAddress sender) {
    long nowNs = System.nanoTime();
    if (protection.takes(packet, sender, nowNs)) {
      return;
    }
    if (far != null && far.rtcpMux() && Rtcp.isReport(packet)) {
      receiveReport(packet, sender);
      return;
    }
    var dropped = relay(packet, sender, nowNs);
    if (dropped != null) {
      counters.dropped(dropped);
    }
  }

  private @Nullable DropReason relay(ByteBuf packet, InetSocketAddress sender, long nowNs) {
    var audio = far;
    if (audio == null || !mayReceive(sender)) {
      return DropReason.FOREIGN_SOURCE;
    }
    if (!protection.unprotect(packet)) {
      return DropReason.UNPROVED;
    }
    if (!Rtp.isValid(packet)) {
      return DropReason.MALFORMED;
    }
    if (!isFromFarEnd(packet, sender, nowNs)) {
      return DropReason.FOREIGN_SOURCE;
    }
    int type = Rtp.payloadType(packet);
    boolean event = isEvent(audio.telephoneEvent(), type);
    var codec = event ? null : codec(audio, type);
    if (!event && codec == null) {
      return DropReason.PAYLOAD_TYPE;
    }
    if (!audio.direction().receives()) {
      return DropReason.HELD;
    }
    accept(packet, event, nowNs);
    if (voice != null) {
      return mix(packet, codec, voice);
    }
    return peer == null ? DropReason.NO_LISTENER : hand(packet, codec, peer);
  }

  /** Keys are for the server: nobody could tell whose they are. */
  private static @Nullable DropReason mix(ByteBuf packet, @Nullable Codec codec, MixedVoice voice) {
    if (codec == null) {
      return DropReason.NO_LISTENER;
    }
    return voice.mixer().says(voice, packet, codec) ? null : DropReason.CONGESTED;
  }

  private static boolean isEvent(@Nullable Numbers events, int type) {
    return events != null && type == events.receive();
  }

  /**
   * RFC 3264 7: who answers with both forms of G.711 may send either; their static numbers are told
   * apart by themselves.
   */
  private static @Nullable Codec codec(NegotiatedAudio audio, int type) {
    if (type == audio.audio().receive()) {
      return audio.codec();
    }
    var other = audio.codec().other();
    return type == other.staticPayloadType() ? other : null;
  }

  /** Spares the work of opening what cannot be the far end's. */
  private boolean mayReceive(InetSocketAddress sender) {
    return protection.checksConnectivity() ? protection.isValid(sender) : latch.mayTake(sender);
  }

  private boolean isFromFarEnd(ByteBuf packet, InetSocketAddress sender, long nowNs) {
    if (protection.checksConnectivity()) {
      return true;
    }
    int ssrc = Rtp.ssrc(packet);
    var verdict =
        protection.isOpen()
            ? latch.judge(sender, ssrc, Rtp.sequence(packet), nowNs)
            : latch.judgeProved(sender, ssrc, nowNs);
    return switch (verdict) {
      case DROP -> false;
      case ACCEPT -> true;
      case LATCH -> {
        sockets.connectRtp(sender);
        connected = true;
        yield true;
      }
    };
  }

  private void accept(ByteBuf packet, boolean event, long nowNs) {
    counters.received(packet.readableBytes(), nowNs);
    reception.received(
        Rtp.ssrc(packet), Rtp.sequence(packet), Rtp.timestamp(packet), !event, nowNs);
    counters.counted(reception);
    if (!started) {
      started = true;
      listener.mediaStarted();
    }
    if (event) {
      hearDigit(packet);
    }
  }

  private void hearDigit(ByteBuf packet) {
    int start = Rtp.payloadStart(packet);
    if (Rtp.payloadEnd(packet) - start < DtmfEvent.LENGTH) {
      return;
    }
    var event = DtmfEvent.read(packet, packet.readerIndex() + start);
    var key = digits.receive(event, Rtp.ssrc(packet), Rtp.timestamp(packet));
    if (key != null) {
      counters.pressed();
      listener.digit(key);
    }
  }

  /**
   * Gives a packet to the peer.
   *
   * @param codec null for a telephone-event
   */
  private @Nullable DropReason hand(ByteBuf packet, @Nullable Codec codec, RtpLeg to) {
    if (to.thread == thread) {
      to.send(packet, codec, this);
      return null;
    }
    if (to.crossing.get() >= MAX_CROSSING) {
      return DropReason.CONGESTED;
    }
    to.crossing.incrementAndGet();
    packet.retain();
    to.thread.execute(() -> to.sendCrossed(packet, codec, this));
    return null;
  }

  private void sendCrossed(ByteBuf packet, @Nullable Codec codec, RtpLeg from) {
    crossing.decrementAndGet();
    try {
      // A peer that has been parted meanwhile is not heard any more.
      if (peer == from) {
        send(packet, codec, from);
      }
    } finally {
      packet.release();
    }
  }

  // To the far end.

  /**
   * Sends a packet of {@code from}, a peer or a playback, to the far end; the caller releases it.
   */
  private void send(ByteBuf packet, @Nullable Codec codec, AudioSource from) {
    var dropped = place(packet, codec, from);
    if (dropped == null) {
      dropped = sendPlaced(packet, System.nanoTime());
    }
    if (dropped != null) {
      counters.dropped(dropped);
    }
  }

  private @Nullable DropReason sendPlaced(ByteBuf packet, long nowNs) {
    var to = connected ? null : protection.destination(nowNs);
    var secured = to == null && !connected ? null : wire(packet);
    if (secured == null) {
      return DropReason.HELD;
    }
    counters.sent(packet.readableBytes());
    return sockets.sendRtp(secured, to) ? null : DropReason.CONGESTED;
  }

  /** The packet as it goes out: itself, or a copy, as what arrived may have no room for a tag. */
  private @Nullable ByteBuf wire(ByteBuf packet) {
    if (protection.isOpen()) {
      return packet.retain();
    }
    int size = packet.readableBytes();
    var copy = sockets.buffer(size + LegProtection.ROOM);
    copy.writeBytes(packet, packet.readerIndex(), size);
    if (protection.protect(copy)) {
      return copy;
    }
    copy.release();
    return null;
  }

  private @Nullable DropReason place(ByteBuf packet, @Nullable Codec codec, AudioSource from) {
    var audio = far;
    if (closed || audio == null || !audio.direction().sends()) {
      return DropReason.HELD;
    }
    var numbers = codec == null ? audio.telephoneEvent() : audio.audio();
    if (numbers == null) {
      return DropReason.NOT_TRANSLATABLE;
    }
    Rtp.payloadType(packet, numbers.send());
    if (codec != null && codec != audio.codec()) {
      Rtp.convert(packet, G711.conversion(codec));
    }
    return out.place(packet, from, System.nanoTime()) ? null : DropReason.NOT_TRANSLATABLE;
  }

  @Override
  public boolean playFrame(long frame) {
    var playing = playback;
    if (playing == null) {
      return false;
    }
    if (far == null) {
      return true;
    }
    if (playing.ended(frame)) {
      playback = null;
      listener.playEnded();
      return false;
    }
    if (far.direction().sends()) {
      sendFrame(playing, frame, far);
    }
    return true;
  }

  private void sendFrame(Playback playing, long frame, NegotiatedAudio audio) {
    var packet = sockets.buffer(Rtp.HEADER_LENGTH + Playback.FRAME_SAMPLES);
    try {
      playing.write(frame, audio.codec(), audio.audio().send(), packet);
      send(packet, audio.codec(), playing);
    } finally {
      packet.release();
    }
  }

  /** Sends 20 ms of what others in the mixer say, if it is still the mixer of this leg. */
  void sendMixed(MixedVoice from, short[] samples, long frame) {
    if (from != voice || far == null || !far.direction().sends()) {
      return;
    }
    var packet = sockets.buffer(Rtp.HEADER_LENGTH + VoiceBuffer.FRAME);
    try {
      from.write(samples, frame, far.codec(), far.audio().send(), packet);
      send(packet, far.codec(), from);
    } finally {
      packet.release();
    }
  }

  // RTCP.

  /**
   * Takes a packet of the RTCP socket; the caller releases it. One comes each few seconds, so the
   * socket is not connected and the source is checked here: where the far end announced, or above
   * the port that its RTP comes from.
   */
  void receiveReport(ByteBuf packet, InetSocketAddress sender) {
    if (!mayReport(sender) || !protection.unprotectReport(packet)) {
      return;
    }
    var report = Rtcp.read(packet);
    if (report == null) {
      return;
    }
    heed(report, System.nanoTime());
    var to = peer;
    if (to != null) {
      var unshifted = asSourcesCount(report, to);
      to.thread.execute(() -> to.sendReport(unshifted, this));
    }
  }

  /** Keeps what the far end says of our stream. */
  private void heed(Report report, long nowNs) {
    for (var block : report.blocks()) {
      if (block.ssrc() == out.ssrc()) {
        long roundTripUs = sentReports.roundTripUs(block.lastReport(), block.sinceReport(), nowNs);
        counters.reported(block, roundTripUs);
      }
    }
  }

  private boolean mayReport(InetSocketAddress sender) {
    var audio = far;
    if (audio == null || protection.checksConnectivity()) {
      return audio != null && protection.isValid(sender);
    }
    return sender.equals(audio.remoteRtcp()) || sender.equals(reportsTo());
  }

  /** Where reports go: as announced, unless RTP has been latched elsewhere. */
  private @Nullable InetSocketAddress reportsTo() {
    if (far != null && far.rtcpMux()) {
      return protection.destination(System.nanoTime());
    }
    var source = latch.destination();
    if (far == null || source == null || source.equals(far.remoteRtp())) {
      return far == null ? null : far.remoteRtcp();
    }
    return new InetSocketAddress(source.getAddress(), Math.min(source.getPort() + 1, 65_535));
  }

  /** The far end reports on our stream; its peer knows the numbers that it gave its packets. */
  private Report asSourcesCount(Report report, RtpLeg to) {
    var blocks =
        report.blocks().stream()
            .filter(block -> block.ssrc() == out.ssrc() && out.isFedBy(to))
            .map(this::asSourceCounts)
            .toList();
    return new Report(report.ssrc(), report.sender(), blocks);
  }

  private Block asSourceCounts(Block b) {
    int highest = out.sourceSequence(b.highest());
    return new Block(
        out.sourceSsrc(), b.lost(), highest, b.jitter(), b.lastReport(), b.sinceReport());
  }

  private void sendReport(Report report, RtpLeg from) {
    var to = reportsTo();
    if (closed || peer != from || to == null || to.getAddress().isAnyLocalAddress()) {
      return;
    }
    boolean known = out.isFedBy(from) && out.sourceSsrc() == report.ssrc();
    var sender = known ? placed(report.sender()) : null;
    if (sender != null) {
      sentReports.sent(sender.ntpTime(), System.nanoTime());
    }
    var packet = sockets.buffer(256);
    Rtcp.write(new Report(out.ssrc(), sender, report.blocks()), cname, packet);
    if (!protection.protectReport(packet)) {
      packet.release();
    } else if (far != null && far.rtcpMux()) {
      var _ = sockets.sendRtp(packet, connected ? null : to);
    } else {
      sockets.sendRtcp(packet, to);
    }
  }

  private @Nullable Sender placed(@Nullable Sender s) {
    return s == null
        ? null
        : new Sender(s.ntpTime(), out.placedTimestamp(s.timestamp()), s.packets(), s.octets());
  }
}
