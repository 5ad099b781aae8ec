package usher.softphone.cli;

import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import usher.softphone.chance.Lengths;
import usher.softphone.chance.Spread;

/** How options are read. */
final class Converters {
  private Converters() {}

  static final class OfSpread implements ITypeConverter<Spread> {
    @Override
    public Spread convert(String text) {
      try {
        return Spread.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  static final class OfDuration implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      try {
        return Lengths.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** A share such as {@code 5%}, as a number from 0 to 1. */
  static final class OfShare implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      boolean percent = text.toLowerCase(Locale.ROOT).endsWith("%");
      String number = percent ? text.substring(0, text.length() - 1) : text;
      if (!number.matches("\\d{1,3}(\\.\\d{1,6})?")) {
        throw expected(text);
      }
      double share = Double.parseDouble(number) / (percent ? 100 : 1);
      if (share > 1) {
        throw expected(text);
      }
      return share;
    }

    private static TypeConversionException expected(String text) {
      return new TypeConversionException("expected a share such as 5% or 0.05, not " + text);
    }
  }
}
