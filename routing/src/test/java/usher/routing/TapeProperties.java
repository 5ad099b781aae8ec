package usher.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import usher.routing.call.CallEnd;
import usher.routing.call.NewCall;
import usher.routing.offer.OfferOutcome;
import usher.routing.plan.RoutingPlan;
import usher.routing.store.SplitMix;
import usher.routing.tape.TapeDigest;
import usher.routing.tape.TapePlayer;
import usher.routing.tape.TapeRecorder;

/** Whatever a router is told, its tape makes another router decide the same, bit for bit. */
class TapeProperties {
  private static final long MS = 1_000_000;
  private static final long SEED = 42;
  private static final int SMALL_BUFFER = 400;

  /** Commands at random, most of which make sense. */
  private static final class Monkey {
    private final Notes notes = new Notes();
    private final TapeDigest digest = new TapeDigest(notes);
    private final List<byte[]> tape = new ArrayList<>();
    private final List<Long> calls = new ArrayList<>(List.of(1L << 32));
    private final List<Long> offers = new ArrayList<>(List.of(1L << 32));
    private final NewCall call = new NewCall();
    private final RoutingPlan plan;
    private final Router router;
    private final TapeRecorder recorder;
    private final SplitMix chance;
    private long nowNs = 1_000_000 * MS;

    Monkey(RoutingPlan plan, long seed) {
      this.plan = plan;
      router = new Router(plan, digest, Router.MAX_CALLS, SEED);
      recorder = new TapeRecorder(router, digest, this::keep, SMALL_BUFFER);
      chance = new SplitMix(seed);
      for (int agent = 0; agent < plan.agentCount(); agent++) {
        router.reachable(agent, nowNs);
        router.login(agent, nowNs);
        router.ready(agent, nowNs);
      }
    }

    private void keep(ByteBuffer words) {
      byte[] piece = new byte[words.remaining()];
      words.get(piece);
      tape.add(piece);
    }

    private int below(int bound) {
      return (int) chance.below(bound);
    }

    private long recent(List<Long> handles) {
      return handles.get(handles.size() - 1 - below(Math.min(handles.size(), 6)));
    }

    void run(int commands) {
      for (int i = 0; i < commands; i++) {
        nowNs += below(3) == 0 ? below(20_000) * MS : 0;
        step(below(24));
        notes.take().forEach(this::follow);
      }
      recorder.close();
    }

    private void follow(Notes.Note note) {
      if (note instanceof Notes.Offered offered) {
        offers.add(offered.offer());
      }
    }

    private void step(int kind) {
      int agent = below(plan.agentCount());
      switch (kind) {
        case 0 -> router.login(agent, nowNs);
        case 1 -> router.logout(agent, nowNs);
        case 2, 3 -> router.ready(agent, nowNs);
        case 4 -> router.notReady(agent, below(3), nowNs);
        case 5 -> router.unreachable(agent, nowNs);
        case 6 -> router.reachable(agent, nowNs);
        case 7 -> router.external(agent, below(2) == 0, nowNs);
        case 8 -> router.held(agent, nowNs);
        case 9 -> router.consulting(agent, nowNs);
        case 10 -> router.retrieved(agent, nowNs);
        case 11 -> router.requestWrapUp(agent, nowNs);
        case 12, 13 -> router.released(agent, nowNs);
        case 14 -> router.wrapUpDone(agent, nowNs);
        case 15 -> router.tick(nowNs);
        case 16 -> calls.add(router.arrive(elaborate(), nowNs));
        case 17 -> calls.add(router.arrive(below(plan.queueCount()), nowNs));
        case 18 -> onCall(below(5));
        default -> onOffer(below(6));
      }
    }

    private NewCall elaborate() {
      call.into(below(plan.queueCount())).band(below(4)).points(below(5) - 2).variant(below(2));
      call.creditNs(below(9_000) * MS).patienceNs(below(9_000) * MS);
      for (int i = below(3); i > 0; i--) {
        call.prefer(below(plan.agentCount()), below(4));
      }
      return below(2) == 0 ? call : call.alsoInto(below(plan.queueCount()));
    }

    private void onCall(int kind) {
      long handle = recent(calls);
      switch (kind) {
        case 0 -> router.abandon(handle, nowNs);
        case 1 -> router.leave(handle, CallEnd.of(2 + below(6)), nowNs);
        case 2 -> router.addQueue(handle, below(plan.queueCount()), nowNs);
        case 3 -> router.reprioritise(handle, below(6), below(9) - 4, nowNs);
        default -> router.assign(handle, below(plan.agentCount()), nowNs);
      }
    }

    private void onOffer(int kind) {
      long offer = recent(offers);
      switch (kind) {
        case 0 -> router.ringing(offer, nowNs);
        case 1 -> router.offerFailed(offer, OfferOutcome.DECLINED, nowNs);
        case 2 -> router.accepted(offer, nowNs);
        default -> {
          router.accepted(offer, nowNs);
          router.connected(offer, nowNs);
        }
      }
    }
  }

  @Property(tries = 300, seed = "1")
  void aTapeReplaysToTheSameDecisions(
      @ForAll("plans") RoutingPlan plan, @ForAll long seed, @ForAll @IntRange(max = 300) int many) {
    Monkey monkey = new Monkey(plan, seed);
    monkey.run(many);

    Notes again = new Notes();
    TapeDigest digest = new TapeDigest(again);
    Router router = new Router(plan, digest, Router.MAX_CALLS, SEED);
    TapePlayer player = new TapePlayer(router, digest);
    for (byte[] piece : monkey.tape) {
      assertThat(player.play(ByteBuffer.wrap(piece))).as("%s", player.difference()).isTrue();
    }
    assertThat(player.checks()).isEqualTo(1);
    assertThat(digest.value()).isEqualTo(monkey.digest.value());
    assertThat(digest.decisions()).isEqualTo(monkey.digest.decisions());
    assertThat(router.stateHash()).isEqualTo(monkey.router.stateHash());
    assertThat(again.all).hasSize((int) monkey.digest.decisions());
  }

  @Property(tries = 30, seed = "1")
  void aDifferenceIsFoundInItsBlock(
      @ForAll @IntRange(min = 2_500, max = 3_500) int many,
      @ForAll @IntRange(max = 2_499) int victim) {
    RoutingPlan plan = Centre.sales("a", "b", "c").plan;
    List<Boolean> agreed = new ArrayList<>();
    TapeDigest digest = new TapeDigest(new Notes());
    Router router = new Router(plan, digest);
    List<byte[]> tape = new ArrayList<>();
    TapeRecorder recorder =
        new TapeRecorder(
            router,
            digest,
            words -> {
              byte[] piece = new byte[words.remaining()];
              words.get(piece);
              tape.add(piece);
            },
            SMALL_BUFFER);
    for (int i = 0; i < many; i++) {
      router.notReady(i % 3, i == victim ? 7 : 1, i * MS);
    }
    recorder.close();
    TapeDigest other = new TapeDigest(new Notes());
    TapePlayer player = new TapePlayer(new Router(plan, other), other);
    for (byte[] piece : tape) {
      agreed.add(player.play(ByteBuffer.wrap(forged(piece))));
    }
    assertThat(agreed).contains(false);
    assertThat(player.difference())
        .extracting(TapePlayer.Difference::block)
        .isEqualTo(victim / 1_000 + 1L);
  }

  /** The reason 7 becomes 1. */
  private static byte[] forged(byte[] piece) {
    ByteBuffer words = ByteBuffer.wrap(piece.clone()).order(ByteOrder.LITTLE_ENDIAN);
    long reason = (7L << 32) | Command.NOT_READY.code() | (1 << 7);
    for (int at = 0; at < piece.length; at += Long.BYTES) {
      if (words.getLong(at) == reason) {
        words.putLong(at, (1L << 32) | Command.NOT_READY.code() | (1 << 7));
      }
    }
    return words.array();
  }

  @Provide
  Arbitrary<RoutingPlan> plans() {
    return new DifferentialProperties().plans();
  }
}
