package usher.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One baresip softphone in a process of its own, without a window or a sound card: it says its
 * {@link Tone} in every call and writes down what it hears. The test is its user; each failure
 * comes with the phone's log, SIP messages included.
 */
final class Baresip implements AutoCloseable {
  /** Long enough for a shared machine; nothing here waits that long when all is well. */
  static final Duration LIMIT = Duration.ofSeconds(15);

  /** Where Debian's baresip-core has them. */
  private static final Path MODULES = Path.of("/usr/lib/baresip/modules");

  /** Longer than any call of a test: at its end the phone hangs up. */
  private static final Duration TONE_LENGTH = Duration.ofSeconds(150);

  private static final Duration LIFE = Duration.ofMinutes(5);
  private static final DateTimeFormatter RECORDING_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd-HH-mm-ss").withZone(ZoneOffset.UTC);

  private final String name;
  private final Tone tone;
  private final Path directory;
  private final int sipPort;
  private final ChildProcess process;
  private final ControlLink control;

  private Baresip(
      String name,
      Tone tone,
      Path directory,
      int sipPort,
      ChildProcess process,
      ControlLink control) {
    this.name = name;
    this.tone = tone;
    this.directory = directory;
    this.sipPort = sipPort;
    this.process = process;
    this.control = control;
  }

  /** Starts a phone with its files in {@code parent/name}. It has no account yet. */
  static Baresip start(Path parent, String name, Tone tone) {
    Path directory = Texts.directory(parent, name);
    int sipPort = Loopback.portPair();
    int controlPort = Loopback.portPair();
    writeFiles(directory, tone, sipPort, controlPort);
    ChildProcess process =
        ChildProcess.start(
            name,
            directory,
            List.of(Tools.BARESIP.path(), "-s", "-f", directory.toString()),
            Map.of("TZ", "UTC"));
    try {
      return new Baresip(name, tone, directory, sipPort, process, connect(process, controlPort));
    } catch (AssertionError failed) {
      process.close();
      throw failed;
    }
  }

  private static void writeFiles(Path directory, Tone tone, int sipPort, int controlPort) {
    Texts.write(directory.resolve("config"), config(directory, sipPort, controlPort));
    Texts.write(directory.resolve("accounts"), "");
    Texts.write(directory.resolve("contacts"), "");
    tone.write(directory.resolve("tone.wav"), TONE_LENGTH);
    keepSpokenUnrecorded(directory);
  }

  /**
   * The phone listens on 127.0.0.1, because it sends RTP from a socket that is bound to no address:
   * on loopback that comes from 127.0.0.1 whatever the SDP says. RTP ports above those of a server,
   * below the ephemeral ones; the phone takes others when some are taken. No jitter buffer: with
   * direct media the agent's voice may overtake the last packet of the server's music, and the
   * buffer of baresip 1.0 then drops the new stream as late until its numbers catch up.
   */
  private static String config(Path directory, int sipPort, int controlPort) {
    return """
    net_interface 127.0.0.1
    poll_method epoll
    sip_listen 127.0.0.1:%1$d
    sip_transports udp,tcp,tls
    rtp_ports 30000-32700
    rtp_stats yes
    audio_source aufile,%3$s/tone.wav
    audio_player aufile,nothing
    audio_alert aufile,nothing
    audio_srate 8000
    audio_channels 1
    ausrc_format s16
    auplay_format s16
    auenc_format s16
    audec_format s16
    call_local_timeout 60
    call_max_calls 4
    jitter_buffer_delay 0-0
    module_path %4$s
    module g711.so
    module aufile.so
    module sndfile.so
    module srtp.so
    module uuid.so
    module_tmp account.so
    module_app menu.so
    module_app ctrl_tcp.so
    module_app debug_cmd.so
    statmode_default off
    ctrl_tcp_listen 127.0.0.1:%2$d
    snd_path %3$s
    """
        .formatted(sipPort, controlPort, directory, MODULES);
  }

  /**
   * Directories where the phone would write what it says. baresip 1.0 drops the recorder of what it
   * hears when a call is held, and makes a new one only when it records nothing else: so it must
   * fail to record what it says.
   */
  private static void keepSpokenUnrecorded(Path directory) {
    Instant start = Clock.systemUTC().instant();
    for (long second = 0; second < LIFE.toSeconds(); second++) {
      String time = RECORDING_TIME.format(start.plusSeconds(second));
      Texts.directory(directory, "dump-" + time + "-enc.wav");
    }
  }

  private static ControlLink connect(ChildProcess process, int controlPort) {
    AtomicReference<@Nullable ControlLink> link = new AtomicReference<>();
    Await.until(
        () -> {
          link.set(tryConnect(controlPort));
          return link.get() != null || !process.isAlive();
        },
        LIMIT,
        process::tail);
    ControlLink connected = link.get();
    if (connected == null) {
      throw new AssertionError("The phone ended at once" + process.tail());
    }
    return connected;
  }

  private static @Nullable ControlLink tryConnect(int controlPort) {
    try {
      return ControlLink.open(controlPort);
    } catch (IOException notYet) {
      return null;
    }
  }

  Tone tone() {
    return tone;
  }

  /** Where the phone is reached without any server. */
  String directUri() {
    return "sip:%s@127.0.0.1:%d".formatted(name, sipPort);
  }

  /**
   * Gives the phone a line of its own that it registers nowhere. It can dial, and be dialled
   * directly.
   */
  Baresip withoutServer() {
    addAccount("<%s>;regint=0".formatted(directUri()));
    return this;
  }

  /** Gives the phone an account by which it dials through {@code server}, without registering. */
  Baresip through(SipServer server) {
    addAccount(account(server) + ";regint=0");
    return this;
  }

  /** Like {@link #through}, and the phone insists on SRTP, with keys in its description. */
  Baresip protectedThrough(SipServer server) {
    addAccount(account(server) + ";regint=0;mediaenc=srtp-mand");
    return this;
  }

  /** Registers the phone with digest and waits until the server accepts it. */
  Baresip registerAt(SipServer server, String password) {
    addAccount(account(server) + ";auth_user=%s;auth_pass=%s;regint=60".formatted(name, password));
    await("REGISTER_OK");
    return this;
  }

  /** Like {@link #registerAt}, and the phone insists on SRTP, with keys in the description. */
  Baresip registerProtectedAt(SipServer server, String password) {
    addAccount(
        account(server)
            + ";auth_user=%s;auth_pass=%s;regint=60;mediaenc=srtp-mand".formatted(name, password));
    await("REGISTER_OK");
    return this;
  }

  /** Tries to register and waits until the server refuses for good; why. */
  String failToRegisterAt(SipServer server, String password) {
    addAccount(account(server) + ";auth_user=%s;auth_pass=%s;regint=60".formatted(name, password));
    return await("REGISTER_FAIL").param();
  }

  private String account(SipServer server) {
    String transport = ";transport=" + server.transport();
    return "<sip:%s@%s%s>;outbound=\"sip:%s:%d%s\""
        .formatted(name, server.domain(), transport, server.address(), server.port(), transport);
  }

  private void addAccount(String account) {
    command("uanew", account + ";answermode=manual;audio_codecs=PCMU/8000/1,PCMA/8000/1");
  }

  void dial(String uri) {
    command("dial", uri);
  }

  void accept() {
    command("accept", "");
  }

  /** Ends the call, takes back the call that is being dialled, or declines the one that rings. */
  void hangUp() {
    command("hangup", "");
  }

  void hold() {
    command("hold", "");
  }

  void resume() {
    command("resume", "");
  }

  /** Presses one key, as a telephone-event. */
  void press(char key) {
    command("sndcode", Character.toString(key));
  }

  /** Sends the other side of the call to {@code uri}, without asking there first. */
  void transferTo(String uri) {
    command("transfer", uri);
  }

  PhoneEvent awaitIncoming() {
    return await("CALL_INCOMING");
  }

  PhoneEvent awaitRinging() {
    return await("CALL_RINGING");
  }

  /**
   * Waits for a provisional answer with a session description: what the phone plays comes from the
   * other side.
   */
  PhoneEvent awaitProgress() {
    return await("CALL_PROGRESS");
  }

  PhoneEvent awaitEstablished() {
    return await("CALL_ESTABLISHED");
  }

  /** As if its cable had been pulled: nothing more comes from it. */
  void vanish() {
    control.close();
    process.signal("KILL");
  }

  /** The same where that takes long. */
  String awaitClosed(Duration limit) {
    return withLog(() -> control.await("CALL_CLOSED", limit)).param();
  }

  /** Waits for the end of the call; why it ended. */
  String awaitClosed() {
    return await("CALL_CLOSED").param();
  }

  /**
   * Waits until the phone has answered an offer of the other side, such as one that holds the call.
   */
  void awaitOfferedAgain() {
    await("CALL_REMOTE_SDP");
  }

  /** Waits for a digit from the other side. */
  char awaitDigit() {
    return await("CALL_DTMF_START").param().charAt(0);
  }

  PhoneEvent await(String type) {
    return withLog(() -> control.await(type, LIMIT));
  }

  private void command(String command, String parameters) {
    withLog(() -> control.command(command, parameters));
  }

  private <T> T withLog(Supplier<T> step) {
    try {
      return step.get();
    } catch (AssertionError failed) {
      throw new AssertionError(name + ": " + failed.getMessage() + process.tail(), failed);
    }
  }

  /** All that the phone has heard until now, call after call. */
  Recording heard() {
    try (Stream<Path> files = Files.list(directory)) {
      return Recording.read(
          files.filter(file -> file.toString().endsWith("-dec.wav")).sorted().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits until the phone has heard {@code tone} for {@code length} after it had heard {@code
   * start} in all.
   */
  void awaitHeard(Tone tone, Duration length, Duration start) {
    Await.until(
        () -> heard().from(start).lengthOf(tone).compareTo(length) >= 0,
        LIMIT.plus(length),
        () -> "%s hears %s for %s, but %s".formatted(name, tone, length, story(start)));
  }

  void awaitHeard(Tone tone, Duration length) {
    awaitHeard(tone, length, Duration.ZERO);
  }

  /** Waits until the phone has heard both tones at once for {@code length}. */
  void awaitHeard(Tone one, Tone other, Duration length) {
    Await.until(
        () -> heard().lengthOfMix(one, other).compareTo(length) >= 0,
        LIMIT.plus(length),
        () ->
            "%s hears %s and %s for %s, but %s"
                .formatted(name, one, other, length, story(Duration.ZERO)));
  }

  /** Waits until the phone has heard sound of any kind for {@code length}. */
  void awaitSound(Duration length) {
    Await.until(
        () -> heard().lengthOfSound().compareTo(length) >= 0,
        LIMIT.plus(length),
        () -> "%s hears sound for %s, but %s".formatted(name, length, story(Duration.ZERO)));
  }

  /**
   * Waits until the phone has heard nothing but silence, or no packet at all, for {@code length}.
   */
  void awaitSilence(Duration length) {
    AtomicReference<Duration> sound = new AtomicReference<>(heard().lengthOfSound());
    AtomicLong since = new AtomicLong(System.nanoTime());
    Await.until(
        () -> {
          Duration now = heard().lengthOfSound();
          if (!now.equals(sound.getAndSet(now))) {
            since.set(System.nanoTime());
          }
          return System.nanoTime() - since.get() >= length.toNanos();
        },
        LIMIT,
        () -> "%s hears silence for %s, but %s".formatted(name, length, story(Duration.ZERO)));
  }

  private String story(Duration start) {
    return heard().from(start) + process.tail();
  }

  @Override
  public void close() {
    control.close();
    process.close();
  }
}
