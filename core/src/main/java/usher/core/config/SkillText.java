package usher.core.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import usher.routing.plan.Membership;
import usher.routing.skill.SkillExpression;
import usher.routing.skill.SkillExpression.And;
import usher.routing.skill.SkillExpression.AtLeast;
import usher.routing.skill.SkillExpression.Not;
import usher.routing.skill.SkillExpression.Or;
import usher.routing.skill.SkillExpression.TierAtMost;

/**
 * Conditions on agents as text: {@code (sales >= 5 and english >= 3) or vip and not trainee}.
 *
 * <pre>
 *   any   = all { "or" all }
 *   all   = one { "and" one }
 *   one   = "not" one | "(" any ")" | "anybody" | "tier" "&lt;=" number | skill [ ">=" level ]
 * </pre>
 */
public final class SkillText {

  static final int LENGTH_MAX = 4_000;
  static final int DEPTH_MAX = 32;

  private static final Set<String> WORDS = Set.of("and", "or", "not", "anybody", "tier");
  private static final Pattern TOKEN =
      Pattern.compile("\\s*([A-Za-z0-9][A-Za-z0-9._+-]*|>=|<=|[()]|\\S)");
  private static final Pattern SKILL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,63}");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
  private static final String AN_AGENT =
      "a skill such as sales >= 5, tier <= 1, anybody, not or a parenthesis";

  /** A skill that is asked for, with its place in the text; what stands behind a "not" is not. */
  record Asked(String skill, int level, int offset) {}

  /** A text that was read. */
  record Read(SkillExpression expression, List<Asked> asked) {}

  /** The text is no condition; says what is wrong where. */
  static final class SyntaxException extends Exception {
    private static final long serialVersionUID = 1;
    private final int offset;
    private final String problem;
    private final String expected;

    SyntaxException(int offset, String problem, String expected) {
      super(problem);
      this.offset = offset;
      this.problem = problem;
      this.expected = expected;
    }

    int offset() {
      return offset;
    }

    String problem() {
      return problem;
    }

    String expected() {
      return expected;
    }
  }

  private record Token(String text, int offset) {}

  private final List<Token> tokens = new ArrayList<>();
  private final List<Asked> asked = new ArrayList<>();
  private int next;
  private int depth;
  private int negations;

  private SkillText(String text) {
    Matcher matcher = TOKEN.matcher(text);
    while (matcher.find()) {
      tokens.add(new Token(matcher.group(1), matcher.start(1)));
    }
    tokens.add(new Token("", text.length()));
  }

  /** Reads a condition. */
  static Read read(String text) throws SyntaxException {
    if (text.length() > LENGTH_MAX) {
      throw new SyntaxException(
          0, "a condition of " + text.length() + " characters", "at most " + LENGTH_MAX);
    }
    SkillText reader = new SkillText(text);
    SkillExpression expression = reader.any();
    if (!reader.peek().isEmpty()) {
      throw reader.unexpected("and, or, or the end");
    }
    return new Read(expression, List.copyOf(reader.asked));
  }

  private SkillExpression any() throws SyntaxException {
    List<SkillExpression> parts = new ArrayList<>();
    parts.add(all());
    while (taken("or")) {
      parts.add(all());
    }
    return parts.size() == 1 ? parts.getFirst() : new Or(parts);
  }

  private SkillExpression all() throws SyntaxException {
    List<SkillExpression> parts = new ArrayList<>();
    parts.add(one());
    while (taken("and")) {
      parts.add(one());
    }
    return parts.size() == 1 ? parts.getFirst() : new And(parts);
  }

  private SkillExpression one() throws SyntaxException {
    if (++depth > DEPTH_MAX) {
      throw new SyntaxException(
          tokens.get(next).offset, "a condition too deep", "at most " + DEPTH_MAX + " levels");
    }
    SkillExpression read = inner();
    depth--;
    return read;
  }

  private SkillExpression inner() throws SyntaxException {
    if (taken("not")) {
      negations++;
      SkillExpression part = one();
      negations--;
      return new Not(part);
    }
    if (taken("(")) {
      SkillExpression inside = any();
      expect(")");
      return inside;
    }
    if (taken("anybody")) {
      return SkillExpression.ANYBODY;
    }
    if (taken("tier")) {
      expect("<=");
      return new TierAtMost(number(0, Membership.MAX_RANK, "a tier"));
    }
    return skill();
  }

  private SkillExpression skill() throws SyntaxException {
    Token token = tokens.get(next);
    if (WORDS.contains(token.text) || !SKILL.matcher(token.text).matches()) {
      throw unexpected(AN_AGENT);
    }
    next++;
    int level = taken(">=") ? number(1, SkillExpression.MAX_LEVEL, "a level") : 1;
    if (negations == 0) {
      asked.add(new Asked(token.text, level, token.offset));
    }
    return new AtLeast(token.text, level);
  }

  private int number(int min, int max, String what) throws SyntaxException {
    String text = peek();
    int value = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : -1;
    if (value < min || value > max) {
      throw unexpected(what + " from " + min + " to " + max);
    }
    next++;
    return value;
  }

  private String peek() {
    return tokens.get(next).text;
  }

  private boolean taken(String text) {
    boolean there = peek().equals(text);
    next += there ? 1 : 0;
    return there;
  }

  private void expect(String text) throws SyntaxException {
    if (!taken(text)) {
      throw unexpected(text);
    }
  }

  private SyntaxException unexpected(String expected) {
    Token token = tokens.get(next);
    String found = token.text.isEmpty() ? "the end" : Quoted.text(token.text);
    return new SyntaxException(token.offset, found + " in a condition", expected);
  }

  /** A condition as an operator would write it; what {@link #read} takes. */
  public static String written(SkillExpression expression) {
    return switch (expression) {
      case AtLeast(var skill, var level) -> level == 1 ? skill : skill + " >= " + level;
      case TierAtMost(var tier) -> "tier <= " + tier;
      case Not(var part) -> "not " + inside(part);
      case And(var parts) -> parts.isEmpty() ? "anybody" : joined(parts, " and ");
      case Or(var parts) -> joined(parts, " or ");
    };
  }

  private static String joined(List<SkillExpression> parts, String word) {
    return parts.size() == 1
        ? written(parts.getFirst())
        : parts.stream().map(SkillText::inside).collect(Collectors.joining(word));
  }

  private static String inside(SkillExpression part) {
    boolean several =
        switch (part) {
          case And(var parts) -> parts.size() > 1;
          case Or(var parts) -> parts.size() > 1;
          case AtLeast _, TierAtMost _, Not _ -> false;
        };
    return several ? "(" + written(part) + ")" : written(part);
  }
}
