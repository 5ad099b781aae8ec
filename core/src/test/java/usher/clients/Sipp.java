package usher.clients;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A SIPp that plays one of the scenarios beside this class, as many callers or as all phones of one
 * address.
 */
final class Sipp implements AutoCloseable {
  /** All its calls succeeded; after being told to stop, none was refused by its scenario. */
  private static final int SUCCESS = 0;

  /** SIPp's port, at an address that nobody else uses. */
  static final int PORT = 6_200;

  private static final int MEDIA_PORT = 36_000;
  private static final Duration REPORT_EVERY = Duration.ofSeconds(1);

  private final Script script;
  private final Path directory;
  private final ChildProcess process;

  private Sipp(Script script, Path directory, ChildProcess process) {
    this.script = script;
    this.directory = directory;
    this.process = process;
  }

  /**
   * What SIPp shall do. Immutable: each method gives a changed copy.
   *
   * @param scenario the name of an XML file beside this class, without its suffix
   * @param address the address of 127.0.0.0/8 it uses
   * @param refusal what agents who decline answer
   */
  record Script(String scenario, String address, String refusal, List<String> options) {
    Script {
      options = List.copyOf(options);
    }

    static Script of(String scenario) {
      return new Script(scenario, Loopback.address(), "603 Decline", List.of());
    }

    private Script with(String... more) {
      List<String> all = new ArrayList<>(options);
      all.addAll(List.of(more));
      return new Script(scenario, address, refusal, all);
    }

    /** The status that agents who decline answer with, such as {@code 486 Busy Here}. */
    Script refusing(String status) {
      return new Script(scenario, address, status, options);
    }

    Script over(String transport) {
      return with("-t", transport.equals("tcp") ? "t1" : "u1");
    }

    /** Dials {@code user} at {@code server}. */
    Script calling(String user, SipServer server) {
      return with(server.address() + ":" + server.port(), "-s", user).over(server.transport());
    }

    /** Answers challenges with these credentials. */
    Script as(String user, String password) {
      return with("-au", user, "-ap", password);
    }

    /**
     * Makes {@code calls} calls, {@code perSecond} of them begin in each second; then SIPp ends.
     */
    Script calls(int calls, int perSecond) {
      return with("-m", Integer.toString(calls), "-r", Integer.toString(perSecond));
    }

    /** How long the scenario's pauses are: the talk of a caller, the ringing of an agent. */
    Script pausing(Duration pause) {
      return with("-d", Long.toString(pause.toMillis()));
    }

    /** Gives up after {@code limit}, so that SIPp ends when the test does not end it. */
    Script atMost(Duration limit) {
      return with("-timeout", limit.toSeconds() + "s", "-timeout_error");
    }

    Sipp start(Path parent) {
      Path directory = Texts.directory(parent, scenario + "-" + address);
      Path xml = directory.resolve(scenario + ".xml");
      Texts.write(xml, Texts.resource(scenario + ".xml").replace("REFUSAL", refusal));
      ChildProcess process =
          ChildProcess.start("sipp", directory, command(xml), Map.of("TERM", "dumb"));
      return new Sipp(this, directory, process);
    }

    private List<String> command(Path xml) {
      List<String> command = new ArrayList<>(List.of(Tools.SIPP.path(), "-sf", xml.toString()));
      command.addAll(List.of("-i", address, "-p", Integer.toString(PORT)));
      command.addAll(List.of("-mp", Integer.toString(MEDIA_PORT), "-nostdin"));
      command.addAll(List.of("-trace_stat", "-stf", "stat.csv", "-trace_err"));
      command.addAll(List.of("-error_file", "errors.log"));
      command.addAll(List.of("-fd", Long.toString(REPORT_EVERY.toSeconds())));
      command.addAll(List.of("-default_behaviors", "all", "-buff_size", "2097152"));
      command.addAll(options);
      return command;
    }
  }

  /**
   * What became of the calls.
   *
   * @param succeeded calls that went through the scenario
   * @param failed calls that left it: a wrong message, none in time
   */
  record Counts(long succeeded, long failed) {}

  String address() {
    return script.address();
  }

  /** The contact of an agent whom this SIPp plays. */
  String contact(String user, String transport) {
    return "sip:%s@%s:%d;transport=%s".formatted(user, address(), PORT, transport);
  }

  /** Waits until SIPp listens. */
  Sipp awaitListening() {
    Await.until(() -> Loopback.isBound(address(), PORT), Baresip.LIMIT, this::story);
    return this;
  }

  /** Waits until the scenario has made this file, as a sign of how far it is. */
  Sipp awaitSign(String file) {
    Await.until(() -> Files.exists(directory.resolve(file)), Baresip.LIMIT, this::story);
    return this;
  }

  /** Waits until as many calls as planned are over; fails when one of them failed. */
  Counts awaitSuccess(Duration limit) {
    int exit = process.awaitExit(limit);
    if (exit != SUCCESS) {
      throw new AssertionError("SIPp ended with " + exit + ", " + counts() + story());
    }
    return counts();
  }

  /** Lets the calls that are running end, takes no new one, and ends. */
  Counts stop(Duration limit) {
    if (process.isAlive()) {
      process.signal("USR1");
    }
    process.awaitExit(limit);
    return counts();
  }

  /** The last line of SIPp's statistics, which are written once a second and at the end. */
  Counts counts() {
    List<String> lines = lines("stat.csv");
    if (lines.size() < 2) {
      return new Counts(0, 0);
    }
    Map<String, String> last = row(lines.getFirst(), lines.getLast());
    return new Counts(number(last, "SuccessfulCall(C)"), number(last, "FailedCall(C)"));
  }

  private static Map<String, String> row(String header, String line) {
    String[] names = header.split(";", -1);
    String[] values = line.split(";", -1);
    return IntStream.range(0, Math.min(names.length, values.length))
        .filter(i -> !names[i].isEmpty())
        .boxed()
        .collect(Collectors.toMap(i -> names[i], i -> values[i], (first, again) -> first));
  }

  private static long number(Map<String, String> row, String column) {
    String value = row.get(column);
    if (value == null) {
      throw new AssertionError("SIPp's statistics have no column " + column);
    }
    return Long.parseLong(value);
  }

  private List<String> lines(String file) {
    return Texts.read(directory.resolve(file)).lines().toList();
  }

  private String story() {
    return "\n"
        + lines("errors.log").stream().limit(60).collect(Collectors.joining("\n"))
        + process.tail();
  }

  @Override
  public void close() {
    process.close();
  }
}
