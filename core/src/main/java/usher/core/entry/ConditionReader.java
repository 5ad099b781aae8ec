package usher.core.entry;

import static java.util.Map.entry;

import com.google.common.collect.ImmutableList;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelMacro;
import dev.cel.parser.CelMacroExprFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.validator.CelValidator;
import dev.cel.validator.CelValidatorFactory;
import dev.cel.validator.validators.RegexLiteralValidator;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads conditions, written in CEL. What they may ask about is declared here, so a misspelt name
 * and a number compared with a text are found when the condition is read.
 */
public final class ConditionReader {

  /** Where {@code header("X-Name")} looks; not for operators, hence its name. */
  static final String HEADERS = "headers__";

  private static final int LENGTH_MAX = 4_000;
  private static final int DEPTH_MAX = 32;
  private static final int REGEX_SIZE_MAX = 2_000;

  private static final CelType TEXTS = MapType.create(SimpleType.STRING, SimpleType.STRING);

  private static final Map<String, CelType> VARIABLES =
      new TreeMap<>(
          Map.ofEntries(
              entry("to", SimpleType.STRING),
              entry("domain", SimpleType.STRING),
              entry("from", SimpleType.STRING),
              entry("source", SimpleType.STRING),
              entry("trunk", SimpleType.STRING),
              entry("diverted", SimpleType.STRING),
              entry("attributes", TEXTS),
              entry("now.hour", SimpleType.INT),
              entry("now.minute", SimpleType.INT),
              entry("now.day", SimpleType.INT),
              entry("now.month", SimpleType.INT),
              entry("now.weekday", SimpleType.STRING),
              entry("now.date", SimpleType.STRING),
              entry("now.time", SimpleType.STRING)));

  /** What conditions may ask about, for messages. */
  public static final String NAMES =
      "a condition over " + String.join(", ", VARIABLES.keySet()) + " and header(\"X-Name\")";

  /**
   * Something that is wrong.
   *
   * @param offset characters into the condition
   */
  public record Fault(int offset, String problem) {}

  /** What reading gave. */
  public sealed interface Result {
    /** It can be used. */
    record Valid(Condition condition) implements Result {}

    /** It cannot; at least one fault. */
    record Invalid(List<Fault> faults) implements Result {}
  }

  private final CelCompiler compiler;
  private final CelRuntime runtime;
  private final CelValidator validator;

  /** Costs some hundred milliseconds the first time in a process. */
  public ConditionReader() {
    CelOptions options =
        CelOptions.current()
            .enableHeterogeneousNumericComparisons(true)
            .maxExpressionCodePointSize(LENGTH_MAX)
            .maxParseRecursionDepth(DEPTH_MAX)
            .maxRegexProgramSize(REGEX_SIZE_MAX)
            .build();
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(options)
            .addMacros(CelMacro.newGlobalMacro("header", 1, ConditionReader::header))
            .addVar(HEADERS, TEXTS)
            .setResultType(SimpleType.BOOL);
    VARIABLES.forEach(builder::addVar);
    compiler = builder.build();
    runtime = CelRuntimeFactory.plannerRuntimeBuilder().setOptions(options).build();
    validator =
        CelValidatorFactory.standardCelValidatorBuilder(compiler, runtime)
            .addAstValidators(RegexLiteralValidator.INSTANCE)
            .build();
  }

  private static Optional<CelExpr> header(
      CelMacroExprFactory factory, CelExpr target, ImmutableList<CelExpr> name) {
    return Optional.of(
        factory.newGlobalCall("_[_]", factory.newIdentifier(HEADERS), name.getFirst()));
  }

  /**
   * Reads a condition.
   *
   * @param zone in which its {@code now} is
   */
  public Result read(String text, ZoneId zone) {
    CelValidationResult checked = compiler.compile(text);
    if (checked.hasError()) {
      return new Result.Invalid(faults(text, checked.getErrors()));
    }
    try {
      CelAbstractSyntaxTree tree = checked.getAst();
      CelValidationResult validated = validator.validate(tree);
      return validated.hasError()
          ? new Result.Invalid(faults(text, validated.getErrors()))
          : new Result.Valid(new Condition(text, zone, runtime.createProgram(tree)));
    } catch (CelValidationException | CelEvaluationException e) {
      return new Result.Invalid(List.of(new Fault(0, String.valueOf(e.getMessage()))));
    }
  }

  private static List<Fault> faults(String text, Collection<CelIssue> issues) {
    return issues.stream()
        .map(issue -> new Fault(offset(text, issue), problem(issue)))
        .distinct()
        .toList();
  }

  /** CEL counts lines from 1 and columns from 0. */
  private static int offset(String text, CelIssue issue) {
    int start = 0;
    for (int line = 1; line < issue.getSourceLocation().getLine(); line++) {
      start = text.indexOf('\n', start) + 1;
    }
    return Math.clamp(start + issue.getSourceLocation().getColumn(), 0, text.length());
  }

  private static String problem(CelIssue issue) {
    return issue.getMessage().replace(" (in container '')", "");
  }
}
