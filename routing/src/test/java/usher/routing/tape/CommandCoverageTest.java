package usher.routing.tape;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import usher.routing.Command;
import usher.routing.CommandSink;
import usher.routing.Fault;
import usher.routing.Router;
import usher.routing.SilentEvents;
import usher.routing.call.CallEnd;
import usher.routing.call.NewCall;
import usher.routing.offer.OfferOutcome;
import usher.routing.overflow.Opening;
import usher.routing.plan.AgentSpec;
import usher.routing.plan.QueueSpec;
import usher.routing.plan.RoutingPlan;

/**
 * No command of the router, and nothing that a call can bring along, is forgotten on the tape. Who
 * adds one and fails here: tell it to the sink, and give it a place in {@link TapeFormat}.
 */
class CommandCoverageTest {
  private static final RoutingPlan PLAN =
      new RoutingPlan(
          List.of(AgentSpec.of("a", Map.of()), AgentSpec.of("b", Map.of())),
          List.of(QueueSpec.named("sales").build()));

  private static final RoutingPlan NEXT_PLAN =
      PLAN.successor(
          2, List.of(AgentSpec.of("b", Map.of())), List.of(QueueSpec.named("sales").build()));

  private static final Pattern TIMED =
      Pattern.compile("public \\S+ (\\w+)\\(([^)]*\\blong nowNs)\\)");

  /** What each kind of argument is where a command is tried. */
  private static Object argument(Class<?> type) {
    if (type == NewCall.class) {
      return new NewCall().into(0);
    } else if (type == CallEnd.class) {
      return CallEnd.ABANDONED;
    } else if (type == OfferOutcome.class) {
      return OfferOutcome.DECLINED;
    } else if (type == Opening.class) {
      return Opening.CLOSED;
    } else if (type == Fault.class) {
      return new Fault(Fault.Part.AGENT, 0);
    } else if (type == RoutingPlan.class) {
      return NEXT_PLAN;
    } else if (type == int.class) {
      return 0;
    } else if (type == long.class) {
      return 0L;
    } else if (type == boolean.class) {
      return true;
    }
    throw new AssertionError("a command takes a " + type + ": give this test one");
  }

  @Test
  void everyPublicCommandOfTheRouterIsToldAndHasAPlaceOnTheTape() throws Exception {
    Set<Command> told = EnumSet.noneOf(Command.class);
    for (Method command : commands()) {
      List<Command> heard = new ArrayList<>();
      Router router = new Router(PLAN, new SilentEvents());
      router.tellCommandsTo(new Listening(heard));
      Object[] arguments =
          Arrays.stream(command.getParameterTypes()).map(CommandCoverageTest::argument).toArray();
      command.invoke(router, arguments);
      assertThat(heard).as("what the sink heard of " + command).hasSize(1);
      told.addAll(heard);
      assertSurvivesTheTape(command, arguments);
    }
    assertThat(told).as("constants without a command").isEqualTo(EnumSet.allOf(Command.class));
  }

  private static void assertSurvivesTheTape(Method command, Object[] arguments) throws Exception {
    List<ByteBuffer> tape = new ArrayList<>();
    TapeDigest recorded = new TapeDigest(new SilentEvents());
    Router router = new Router(PLAN, recorded);
    TapeRecorder recorder = new TapeRecorder(router, recorded, piece -> tape.add(copy(piece)), 512);
    command.invoke(router, arguments);
    recorder.close();

    TapeDigest played = new TapeDigest(new SilentEvents());
    TapePlayer player = new TapePlayer(new Router(PLAN, played), played, (_, _) -> NEXT_PLAN);
    assertThat(tape.stream().allMatch(player::play)).as("replay of " + command).isTrue();
    assertThat(player.checks()).isEqualTo(1);
    assertThat(played.value()).isEqualTo(recorded.value());
  }

  private static ByteBuffer copy(ByteBuffer piece) {
    return ByteBuffer.allocate(piece.remaining()).put(piece).flip();
  }

  /** All public methods that are given an instant. */
  private static List<Method> commands() throws IOException {
    String source = Files.readString(Path.of("src/main/java/usher/routing/Router.java"));
    Set<String> names = new TreeSet<>();
    Matcher matcher = TIMED.matcher(source);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    assertThat(names).contains("login", "tick", "arrive", "offerFailed");
    return Arrays.stream(Router.class.getMethods())
        .filter(method -> names.contains(method.getName()))
        .toList();
  }

  @Test
  void everyConstantHasANumberOfItsOwnThatIsFreeOnTheTape() {
    Set<Integer> codes = new TreeSet<>();
    for (Command command : Command.values()) {
      assertThat(command.code()).isBetween(1, TapeFormat.CHECK - 1);
      assertThat(Command.of(command.code())).isEqualTo(command);
      codes.add(command.code());
    }
    assertThat(codes).hasSize(Command.values().length);
  }

  private record Listening(List<Command> heard) implements CommandSink {
    @Override
    public void command(Command what, long subject, int a, int b, long nowNs) {
      heard.add(what);
    }

    @Override
    public void arrival(NewCall call, long nowNs) {
      heard.add(Command.ARRIVE);
    }
  }
}
