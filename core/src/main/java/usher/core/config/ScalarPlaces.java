package usher.core.config;

import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import usher.core.config.Places.Place;

/**
 * Finds a character of a scalar's value in the text that the value was made of. Quotes, indents,
 * folded lines and escapes stand in the text and not in the value, so both are walked side by side.
 */
final class ScalarPlaces {

  private final String text;
  private int at;
  private int line;
  private int column;

  private ScalarPlaces(String text, int at, Place start) {
    this.text = text;
    this.at = at;
    this.line = start.line();
    this.column = start.column();
  }

  /**
   * The place of a character.
   *
   * @param offset of the character in the value
   * @param start where the scalar begins
   */
  static Place at(ScalarNode scalar, String text, int offset, Place start) {
    int index = scalar.getStartMark().map(Mark::getIndex).orElse(0);
    ScalarPlaces walk = new ScalarPlaces(text, text.offsetByCodePoints(0, index), start);
    walk.begin(scalar);
    String value = scalar.getValue();
    for (int i = 0; i < Math.min(offset, value.length()); i++) {
      walk.findAndPass(value.charAt(i));
    }
    if (offset < value.length()) {
      walk.skipTo(value.charAt(offset));
    }
    return new Place(start.source(), walk.line, walk.column);
  }

  private void begin(ScalarNode scalar) {
    switch (scalar.getScalarStyle()) {
      case DOUBLE_QUOTED, SINGLE_QUOTED -> step();
      case LITERAL, FOLDED -> {
        while (at < text.length() && text.charAt(at) != '\n') {
          step();
        }
        step();
      }
      case PLAIN, JSON_SCALAR_STYLE -> {}
    }
  }

  private void findAndPass(char wanted) {
    skipTo(wanted);
    step();
  }

  /** A wanted blank may stand for a line break and the indent behind it. */
  private void skipTo(char wanted) {
    boolean blank = Character.isWhitespace(wanted);
    while (at < text.length()
        && text.charAt(at) != wanted
        && !(blank && Character.isWhitespace(text.charAt(at)))) {
      step();
    }
  }

  private void step() {
    if (at < text.length() && text.charAt(at) == '\n') {
      line++;
      column = 1;
    } else {
      column++;
    }
    at++;
  }
}
