package usher.softphone.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import usher.softphone.bulk.BulkAgentsPlan;
import usher.softphone.chance.Seed;

/** The agents of a scenario as the configuration of the server has them. */
public final class Roster {
  private Roster() {}

  /** The lines of {@code agents:}; the same seed gives everybody the same skills again. */
  public static List<String> lines(Scenario scenario, Seed seed) {
    List<String> lines = new ArrayList<>();
    lines.add("agents:");
    RandomGenerator random = seed.random("skills");
    for (Scenario.Agents agents : scenario.agents()) {
      for (int i = 0; i < agents.plan().count(); i++) {
        String name = agents.plan().names().at(i);
        lines.add("  " + name + ": { " + access(agents, name) + skills(agents, random) + " }");
      }
    }
    return lines;
  }

  private static String skills(Scenario.Agents agents, RandomGenerator random) {
    Map<String, Integer> levels = agents.skills().draw(random);
    return levels.isEmpty()
        ? ""
        : levels.entrySet().stream()
            .map(each -> each.getKey() + ": " + each.getValue())
            .collect(Collectors.joining(", ", ", skills: { ", " }"));
  }

  private static String access(Scenario.Agents agents, String name) {
    BulkAgentsPlan.Registering how = agents.plan().registering();
    if (how != null) {
      return "password: " + quoted(how.passwords().of(name)) + ", on-register: ready";
    }
    String host = agents.access().at().getAddress().getHostAddress();
    String address = host.indexOf(':') < 0 ? host : "[" + host + "]";
    int port = agents.access().at().getPort();
    return "contact: " + quoted("sip:" + name + "@" + address + ":" + port) + ", state: ready";
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
