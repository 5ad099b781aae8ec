package usher.softphone.scenario;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which skills agents have, how many of them, and how well. */
public record SkillMix(List<Part> parts) {
  static final int LEVEL_MAX = 10;

  private static final Pattern PART =
      Pattern.compile("((?<share>\\d+(\\.\\d+)?)% )?(?<low>\\d\\d?)(-(?<high>\\d\\d?))?");

  /**
   * One skill.
   *
   * @param share of the agents who have it, 0 to 1
   * @param lowest level, 0 to 10
   * @param highest level; those in between are equally likely
   */
  public record Part(String skill, double share, int lowest, int highest) {
    public Part {
      if (!(share >= 0 && share <= 1) || lowest < 0 || lowest > highest || highest > LEVEL_MAX) {
        throw new IllegalArgumentException("a share, and levels from 0 to " + LEVEL_MAX);
      }
    }
  }

  public SkillMix {
    parts = List.copyOf(parts);
  }

  /**
   * One skill from a text: {@code 5}, {@code 1-9}, {@code 30% 5} or {@code 30% 1-9}.
   *
   * @throws IllegalArgumentException for any other
   */
  static Part part(String skill, String text) {
    Matcher matcher = PART.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text);
    }
    String share = matcher.group("share");
    int low = Integer.parseInt(matcher.group("low"));
    String high = matcher.group("high");
    return new Part(
        skill,
        share == null ? 1 : Double.parseDouble(share) / 100,
        low,
        high == null ? low : Integer.parseInt(high));
  }

  /** Draws the levels of one agent, by skill. */
  SortedMap<String, Integer> draw(RandomGenerator random) {
    SortedMap<String, Integer> levels = new TreeMap<>();
    for (Part part : parts) {
      // Both lots are drawn for everybody: one skill's share does not change another's levels.
      boolean has = random.nextDouble() < part.share;
      int level = random.nextInt(part.lowest, part.highest + 1);
      if (has) {
        levels.put(part.skill, level);
      }
    }
    return levels;
  }
}
