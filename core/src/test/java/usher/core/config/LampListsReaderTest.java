package usher.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LampListsReaderTest {
  private static ConfigResult read(String lists) {
    String yaml =
        """
        sip: { domain: usher.test, listen: [ "udp://127.0.0.1:0" ] }
        agents: { bob: { password: x }, carol: { password: y } }
        queues: { help: {} }
        entries: [ { to: help, queue: help } ]
        %s
        """
            .formatted(lists);
    return ConfigReader.read(yaml, "usher.yaml", Path.of("."));
  }

  @Test
  void aListNamesAgentsAndQueuesInTheOrderOfTheKeys() {
    ConfigResult read = read("lamp-lists: { front: [ carol, help, bob ], back: [ bob ] }");
    assertThat(((ConfigResult.Valid) read).config().lampLists())
        .containsEntry("front", List.of("carol", "help", "bob"))
        .containsEntry("back", List.of("bob"));
    assertThat(((ConfigResult.Valid) read("")).config().lampLists()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "front: [ carrol ]    | 5:24: no agent and no queue \"carrol\"",
        "front: [ bob, bob ]  | 5:29: \"bob\" is twice in front",
        "front: []            | 5:22: front names nobody",
        "bob: [ carol ]       | 5:15: \"bob\" is an agent or a queue",
        "front: bob           | 5:22: front is \"bob\""
      })
  void whatIsWrongIsSaidWithItsPlace(String list, String message) {
    ConfigResult read = read("lamp-lists: { %s }".formatted(list));
    assertThat(((ConfigResult.Invalid) read).errors().getFirst().toString())
        .startsWith("usher.yaml:" + message);
  }

  @Test
  void aListHasAnEnd() {
    String long101 =
        IntStream.range(0, 101).mapToObj(i -> "n" + i).collect(Collectors.joining(", "));
    ConfigResult read = read("lamp-lists: { front: [ " + long101 + " ] }");
    assertThat(((ConfigResult.Invalid) read).errors())
        .extracting(ConfigError::toString)
        .anyMatch(error -> error.contains("front has 101 elements"));
  }
}
