package usher.sip.registrar;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import usher.sip.transaction.Timers;
import usher.sip.transport.Flow;

/** The table of bindings, each with its timer. */
final class Bindings {
  /** A user's phones. One more takes the place of the one that would expire first. */
  static final int MAX_PER_USER = 10;

  /** Of all users together. */
  static final int MAX = 100_000;

  private static final Comparator<Live> ORDER =
      Comparator.comparingInt((Live live) -> live.binding.priority())
          .thenComparingLong(live -> live.number)
          .reversed();

  private static final Comparator<Live> EXPIRY =
      Comparator.comparingLong(live -> live.binding.expiresAtNs());

  private final Timers timers;
  private final Consumer<? super BindingChange.Expired> onExpired;
  private final Map<String, List<Live>> byUser = new HashMap<>();
  private final Map<Long, Set<Live>> byConnection = new HashMap<>();
  private int size;
  private long lastNumber;

  /** A binding with what only the registrar needs to know of it. */
  private static final class Live {
    final WantedBinding wanted;
    final Origin origin;
    final long number;
    Binding binding;
    Timers.@Nullable Timer timer;

    Live(Binding binding, WantedBinding wanted, Origin origin, long number) {
      this.binding = binding;
      this.wanted = wanted;
      this.origin = origin;
      this.number = number;
    }
  }

  Bindings(Timers timers, Consumer<? super BindingChange.Expired> onExpired) {
    this.timers = timers;
    this.onExpired = onExpired;
  }

  boolean isFull() {
    return size >= MAX;
  }

  List<Binding> of(String user) {
    return live(user).stream().sorted(ORDER).map(live -> live.binding).toList();
  }

  /** Asked seldom: of requests that come from where nobody expects them. */
  boolean cameOver(Flow flow) {
    return byUser.values().stream()
        .flatMap(List::stream)
        .anyMatch(live -> live.origin.flow().equals(flow));
  }

  private List<Live> live(String user) {
    return byUser.getOrDefault(user, List.of());
  }

  /** False where a binding of this user comes from a later request of the same phone. */
  boolean mayRemoveAll(String user, Origin origin) {
    return live(user).stream().allMatch(live -> origin.mayFollow(live.origin));
  }

  /** The same for one binding. */
  boolean mayPut(String user, WantedBinding wanted, Origin origin) {
    Live old = find(user, wanted);
    return old == null || origin.mayFollow(old.origin);
  }

  private @Nullable Live find(String user, WantedBinding wanted) {
    for (Live live : live(user)) {
      if (wanted.replaces(live.wanted)) {
        return live;
      }
    }
    return null;
  }

  List<BindingChange> removeAll(String user) {
    List<BindingChange> changes = new ArrayList<>();
    for (Live live : List.copyOf(live(user))) {
      remove(live);
      changes.add(new BindingChange.Unregistered(live.binding));
    }
    return changes;
  }

  /** Adds, refreshes or takes back one binding. */
  List<BindingChange> put(String user, WantedBinding wanted, Origin origin) {
    List<BindingChange> changes = new ArrayList<>();
    Live old = find(user, wanted);
    if (old != null) {
      remove(old);
    }
    if (wanted.expiresS() > 0) {
      makeRoom(user, changes);
      Binding binding = add(user, wanted, origin);
      changes.add(
          old == null
              ? new BindingChange.Registered(binding)
              : new BindingChange.Refreshed(binding));
    } else if (old != null) {
      changes.add(new BindingChange.Unregistered(old.binding));
    }
    return changes;
  }

  private void makeRoom(String user, List<BindingChange> changes) {
    List<Live> all = live(user);
    if (all.size() >= MAX_PER_USER) {
      Live first = Collections.min(all, EXPIRY);
      remove(first);
      changes.add(new BindingChange.Unregistered(first.binding));
    }
  }

  private Binding add(String user, WantedBinding wanted, Origin origin) {
    long forNs = TimeUnit.SECONDS.toNanos(Math.min(wanted.expiresS(), Registrar.MAX_EXPIRES_S));
    Flow flow = origin.wayTo(wanted.uri());
    Binding binding =
        new Binding(
            user, wanted.text(), flow, origin.path(), wanted.priority(), timers.nowNs() + forNs);
    Live live = new Live(binding, wanted, origin, ++lastNumber);
    live.timer = timers.schedule(forNs, () -> expire(live));
    byUser.computeIfAbsent(user, _ -> new ArrayList<>()).add(live);
    if (flow.connection() != Flow.NO_CONNECTION) {
      byConnection.computeIfAbsent(flow.connection(), _ -> new LinkedHashSet<>()).add(live);
    }
    size++;
    return binding;
  }

  private void expire(Live live) {
    remove(live);
    onExpired.accept(new BindingChange.Expired(live.binding));
  }

  private void remove(Live live) {
    if (live.timer != null) {
      live.timer.cancel();
    }
    byUser.computeIfPresent(live.binding.user(), (_, all) -> without(live, all));
    byConnection.computeIfPresent(live.binding.flow().connection(), (_, all) -> without(live, all));
    size--;
  }

  private static <C extends Collection<Live>> @Nullable C without(Live live, C all) {
    all.remove(live);
    return all.isEmpty() ? null : all;
  }

  List<BindingChange> connectionClosed(Flow flow) {
    List<BindingChange> changes = new ArrayList<>();
    for (Live live : List.copyOf(byConnection.getOrDefault(flow.connection(), Set.of()))) {
      Flow direct = live.origin.directly(live.wanted.uri());
      if (direct == null) {
        remove(live);
        changes.add(new BindingChange.Lost(live.binding));
      } else {
        live.binding = live.binding.over(direct);
      }
    }
    byConnection.remove(flow.connection());
    return changes;
  }
}
