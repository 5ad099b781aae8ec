package usher.perf.harness;

import java.util.Locale;
import usher.softphone.fleet.Names;

/**
 * The server's configuration for a load.
 *
 * @param agents how many
 * @param registering whether they register, with {@link #PASSWORD}; else they are at a contact
 * @param agentsPort of that contact
 */
record ServerConfig(int agents, boolean registering, int serverPort, int agentsPort) {
  static final String DOMAIN = "usher.test";
  static final String SERVER = "127.0.8.1";
  static final String AGENTS = "127.0.8.2";
  static final String CALLERS = "127.0.8.3";

  /** A queue of which every agent is. */
  static final String QUEUE = "queue";

  /** A queue of every agent whose calls go through the server with their audio. */
  static final String RELAYED = "relayed";

  /** Queues whose only agent is never ready: callers wait, with and without music. */
  static final String SILENT = "silent";

  static final String MUSIC = "music";

  /** A number that calls for help; its calls go to every agent too, before others. */
  static final String HELP = "112";

  static final Names NAMES = Names.of("a");

  /** Of every agent, on loopback, for a run. */
  static final String PASSWORD = "only-for-a-load-on-loopback";

  private static final int FIRST_MEDIA_PORT = 12_000;
  private static final int LAST_MEDIA_PORT = 31_999;

  /** The text of the file; rules of different versions ring for a different time. */
  String yaml(int version) {
    StringBuilder yaml =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                """
                sip:
                  domain: %s
                  listen: [ "udp://%s:%d" ]
                  emergency: [ "112" ]
                  media-ports: %d-%d
                data: data
                agents:
                """,
                DOMAIN,
                SERVER,
                serverPort,
                FIRST_MEDIA_PORT,
                LAST_MEDIA_PORT));
    for (int i = 0; i < agents; i++) {
      yaml.append("  ").append(NAMES.at(i)).append(": { ").append(access(NAMES.at(i)));
      yaml.append(", skills: { sales: 5 } }\n");
    }
    yaml.append(
        String.format(
            Locale.ROOT,
            """
              nobody: { contact: "sip:nobody@%s:%d", skills: { rest: 5 }, state: not-ready }
            queues:
              queue:
                { strategy: longest-idle, needs: { sales: 1 }, ring: %ds, wrap-up: 0s,
                  answer: on-agent, media: direct }
              help:
                { strategy: longest-idle, priority: emergency, needs: { sales: 1 }, wrap-up: 0s,
                  answer: on-agent, media: direct }
              relayed:
                { strategy: longest-idle, needs: { sales: 1 }, wrap-up: 0s,
                  answer: on-agent, media: relay }
              silent: { needs: { rest: 1 }, answer: on-agent, media: direct }
              music: { needs: { rest: 1 }, answer: at-entry, media: relay }
            entries:
              - { to: queue, queue: queue }
              - { to: "112", queue: help }
              - { to: relayed, queue: relayed }
              - { to: silent, queue: silent }
              - { to: music, queue: music }
            """,
            AGENTS,
            agentsPort,
            15 + version % 10));
    return yaml.toString();
  }

  private String access(String name) {
    return registering
        ? "password: " + PASSWORD + ", on-register: ready"
        : String.format(
            Locale.ROOT, "contact: \"sip:%s@%s:%d\", state: ready", name, AGENTS, agentsPort);
  }
}
