package usher.routing.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import usher.routing.skill.Candidate;
import usher.routing.skill.SkillExpression;
import usher.routing.store.Bits;
import usher.routing.strategy.ProfileKey;

/**
 * The classes of calls and who can serve them. A class is a queue, what a call brought along, the
 * step and the phase of its wait.
 */
final class ClassTable {
  final int[] rulesOf;
  final int[] stepOf;
  final int[] lastPhaseOf;
  final long[] stepNsOf;
  final long[][] profilesOf;
  final char[][] profileListOf;
  final long[][] classesOf;
  final long[][] skillsOf;

  /** By class and profile key of its queue's chain: a figure for each profile. */
  final long[][][] profileKeys;

  private final List<Profile> profiles;
  private final List<String> skills;

  ClassTable(
      List<QueueSpec> specs, List<QueueRules> rules, List<Profile> profiles, List<String> skills) {
    this.profiles = profiles;
    this.skills = skills;
    int count = rules.stream().mapToInt(QueueRules::classes).sum();
    rulesOf = new int[count];
    stepOf = new int[count];
    lastPhaseOf = new int[count];
    stepNsOf = new long[count];
    profilesOf = new long[count][];
    profileListOf = new char[count][];
    skillsOf = new long[count][];
    profileKeys = new long[count][][];
    classesOf = new long[profiles.size()][];
    for (int profile = 0; profile < classesOf.length; profile++) {
      classesOf[profile] = Bits.row(count);
    }
    for (int set = 0; set < specs.size(); set++) {
      add(set, specs.get(set), rules.get(set));
    }
  }

  private void add(int set, QueueSpec queue, QueueRules rules) {
    for (int level = 0; level <= rules.reserve().levels(); level++) {
      for (int variant = 0; variant < rules.variants(); variant++) {
        for (int step = 0; step < rules.steps(); step++) {
          for (int phase = 0; phase < rules.phases(); phase++) {
            int callClass = rules.classOf(variant, step, phase, level);
            rulesOf[callClass] = set;
            stepOf[callClass] = step;
            stepNsOf[callClass] = rules.step().ns(step);
            lastPhaseOf[callClass] = rules.classOf(variant, step, rules.phases() - 1, level);
            List<SkillExpression> conditions = conditions(queue, variant, step);
            match(callClass, queue, conditions, rules.phase().ns(phase), level);
            describe(callClass, queue, requested(queue, variant, step));
          }
        }
      }
    }
  }

  /** What one of must hold, and with it the variant: the steps back to the last that replaces. */
  private static List<SkillExpression> conditions(QueueSpec queue, int variant, int step) {
    SkillExpression brought =
        variant == 0 ? SkillExpression.ANYBODY : queue.variants().get(variant - 1);
    List<SkillExpression> steps = new ArrayList<>();
    for (int at = step; at >= 0; at--) {
      steps.add(queue.steps().get(at).needs());
      if (queue.steps().get(at).replaces()) {
        break;
      }
    }
    return List.of(brought, new SkillExpression.Or(steps));
  }

  private void match(
      int callClass, QueueSpec queue, List<SkillExpression> conditions, long waitedNs, int level) {
    profilesOf[callClass] = Bits.row(profiles.size());
    for (int profile = 0; profile < profiles.size(); profile++) {
      boolean joins = profiles.get(profile).in(queue).reserve() <= level;
      if (joins && serves(profiles.get(profile), queue, conditions, waitedNs)) {
        Bits.set(profilesOf[callClass], profile);
        Bits.set(classesOf[profile], callClass);
      }
    }
    profileListOf[callClass] = list(profilesOf[callClass]);
  }

  /**
   * Chars, since lists are long and read for each decision; empty where chars do not suffice. Whose
   * length is a multiple is walked without a look at what is left over, which the processor guesses
   * wrong, since each list is as long as it likes.
   */
  private char[] list(long[] row) {
    int[] found = Bits.list(row);
    if (profiles.size() > Character.MAX_VALUE) {
      return new char[0];
    }
    int steps = Math.ceilDiv(found.length, RoutingPlan.LIST_STEP);
    char[] list = new char[steps * RoutingPlan.LIST_STEP];
    Arrays.fill(list, (char) profiles.size());
    for (int i = 0; i < found.length; i++) {
      list[i] = (char) found[i];
    }
    return list;
  }

  private static boolean serves(
      Profile profile, QueueSpec queue, List<SkillExpression> conditions, long waitedNs) {
    if (profile.retired() || (queue.membersOnly() && !profile.names(queue))) {
      return false;
    }
    Candidate candidate = profile.candidateFor(queue);
    return profile.in(queue).delay().toNanos() <= waitedNs
        && conditions.stream().allMatch(condition -> condition.matches(candidate));
  }

  private static Set<String> requested(QueueSpec queue, int variant, int step) {
    Set<String> names = new TreeSet<>();
    queue.steps().get(step).needs().collectSkills(names);
    if (variant > 0) {
      queue.variants().get(variant - 1).collectSkills(names);
    }
    return names;
  }

  private void describe(int callClass, QueueSpec queue, Set<String> requested) {
    skillsOf[callClass] = bits(requested);
    List<ProfileKey> keys = ChainCompiler.profileKeys(queue);
    profileKeys[callClass] = new long[keys.size()][];
    for (int key = 0; key < keys.size(); key++) {
      ProfileKey strategy = keys.get(key);
      profileKeys[callClass][key] =
          forProfiles(profile ->
              strategy.key(profile.candidateFor(queue), requested, queue.skillWeights()));
    }
  }

  private long[] forProfiles(ToLongFunction<Profile> figure) {
    return profiles.stream().mapToLong(figure).toArray();
  }

  long[] bits(Set<String> names) {
    long[] row = Bits.row(skills.size());
    for (String name : names) {
      Bits.set(row, skills.indexOf(name));
    }
    return row;
  }
}
