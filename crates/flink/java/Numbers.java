package rillcut.flink;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.functions.ScalarFunction;

/**
 * Arithmetic of KDA SQL: NULL where a row of the lab would go to error_stream, which the job's SQL then sends there.
 *
 * <p>Whole numbers, times and intervals are BIGINT here, a DECIMAL its unscaled BIGINT, a REAL a DOUBLE that is rounded.
 */
public final class Numbers {
  private Numbers() {}

  private static Double finite(double value) {
    return Double.isNaN(value) || Double.isInfinite(value) ? null : (Double) value;
  }

  /** a + b. */
  public static class Add extends ScalarFunction {
    public Long eval(Long a, Long b) {
      if (a == null || b == null) {
        return null;
      }
      long sum = a + b;
      return ((a ^ sum) & (b ^ sum)) < 0 ? null : (Long) sum;
    }
  }

  /** a + b of doubles. */
  public static class AddDouble extends ScalarFunction {
    public Double eval(Double a, Double b) {
      return a == null || b == null ? null : finite(a + b);
    }
  }

  /** a − b. */
  public static class Subtract extends ScalarFunction {
    public Long eval(Long a, Long b) {
      if (a == null || b == null) {
        return null;
      }
      long difference = a - b;
      return ((a ^ b) & (a ^ difference)) < 0 ? null : (Long) difference;
    }
  }

  /** a − b of doubles. */
  public static class SubtractDouble extends ScalarFunction {
    public Double eval(Double a, Double b) {
      return a == null || b == null ? null : finite(a - b);
    }
  }

  /** a · b. */
  public static class Multiply extends ScalarFunction {
    public Long eval(Long a, Long b) {
      if (a == null || b == null) {
        return null;
      }
      try {
        return Math.multiplyExact(a, b);
      } catch (ArithmeticException overflow) {
        return null;
      }
    }
  }

  /** a · b of doubles. */
  public static class MultiplyDouble extends ScalarFunction {
    public Double eval(Double a, Double b) {
      return a == null || b == null ? null : finite(a * b);
    }
  }

  /** a / b: of whole numbers cut. */
  public static class Divide extends ScalarFunction {
    public Long eval(Long a, Long b) {
      boolean none = a == null || b == null || b == 0 || (a == Long.MIN_VALUE && b == -1);
      return none ? null : (Long) (a / b);
    }
  }

  /** a / b of doubles. */
  public static class DivideDouble extends ScalarFunction {
    public Double eval(Double a, Double b) {
      return a == null || b == null || b == 0.0 ? null : finite(a / b);
    }
  }

  /** MOD(a, b). */
  public static class Mod extends ScalarFunction {
    public Long eval(Long a, Long b) {
      return a == null || b == null || b == 0 ? null : (Long) (b == -1 ? 0 : a % b);
    }
  }

  /** The value when it lies between the bounds of its type. */
  public static class Fit extends ScalarFunction {
    public Long eval(Long value, Long least, Long greatest) {
      return value == null || value < least || value > greatest ? null : value;
    }
  }

  /** A total of whole numbers, when a BIGINT holds it. */
  public static class Total extends ScalarFunction {
    public Long eval(@DataTypeHint("DECIMAL(38, 0)") BigDecimal value) {
      if (value == null) {
        return null;
      }
      BigInteger whole = value.toBigInteger();
      return whole.bitLength() > 63 ? null : (Long) whole.longValue();
    }
  }

  /** The average of whole numbers, cut. */
  public static class Average extends ScalarFunction {
    public Long eval(@DataTypeHint("DECIMAL(38, 0)") BigDecimal total, Long count) {
      if (total == null || count == null || count == 0) {
        return null;
      }
      return total.toBigInteger().divide(BigInteger.valueOf(count)).longValue();
    }
  }

  /** A double when it is finite. */
  public static class Finite extends ScalarFunction {
    public Double eval(Double value) {
      return value == null ? null : finite(value);
    }
  }

  /** Rounded to the 32 bits of a REAL. */
  public static class Real extends ScalarFunction {
    public Double eval(Double value) {
      return value == null ? null : finite((double) (float) (double) value);
    }
  }

  /** Rounded half away from zero, when a BIGINT holds it. */
  public static class Round extends ScalarFunction {
    public Long eval(Double value) {
      if (value == null || Double.isNaN(value)) {
        return null;
      }
      double whole = Math.floor(Math.abs(value));
      double rounded = Math.abs(value) - whole >= 0.5 ? whole + 1.0 : whole;
      rounded = Math.copySign(rounded, value);
      return rounded >= -0x1p63 && rounded < 0x1p63 ? (Long) (long) rounded : null;
    }
  }

  /** {@code + - * /} of two decimals of the scales s and t, at scale {@code to}, of at most so many digits. */
  public static class Decimal extends ScalarFunction {
    public Long eval(String op, Long a, Integer s, Long b, Integer t, Integer precision, Integer to) {
      if (a == null || b == null) {
        return null;
      }
      BigDecimal x = BigDecimal.valueOf(a, s);
      BigDecimal y = BigDecimal.valueOf(b, t);
      switch (op) {
        case "+":
          return decimal(x.add(y), precision, to);
        case "-":
          return decimal(x.subtract(y), precision, to);
        case "*":
          return decimal(x.multiply(y), precision, to);
        default:
          return y.signum() == 0 ? null : decimal(x.divide(y, to, RoundingMode.HALF_UP), precision, to);
      }
    }
  }

  /** The same number at another scale. */
  public static class Rescale extends ScalarFunction {
    public Long eval(Long a, Integer from, Integer precision, Integer to) {
      return a == null ? null : decimal(BigDecimal.valueOf(a, from), precision, to);
    }
  }

  static Long decimal(BigDecimal value, int precision, int scale) {
    BigInteger unscaled = value.setScale(scale, RoundingMode.HALF_UP).unscaledValue();
    return unscaled.abs().compareTo(BigInteger.TEN.pow(precision)) < 0 && unscaled.bitLength() <= 63
        ? (Long) unscaled.longValue()
        : null;
  }

  /** An unscaled BIGINT as the DECIMAL that it stands for, for a sink. */
  public static class ToDecimal extends ScalarFunction {
    public @DataTypeHint("DECIMAL(38, 18)") BigDecimal eval(Long value, Integer scale) {
      return value == null ? null : BigDecimal.valueOf(value, scale).setScale(18);
    }
  }

  /** FLOOR and CEIL of a decimal, in its own scale. */
  public static class Whole extends ScalarFunction {
    public Long eval(Long value, Integer from, Boolean up, Integer precision, Integer to) {
      if (value == null) {
        return null;
      }
      BigDecimal whole =
          BigDecimal.valueOf(value, from).setScale(0, up ? RoundingMode.CEILING : RoundingMode.FLOOR);
      return decimal(whole, precision, to);
    }
  }

  /** EXP, LN, LOG10, SQRT by name. */
  public static class Real1 extends ScalarFunction {
    public Double eval(String name, Double x) {
      if (x == null) {
        return null;
      }
      switch (name) {
        case "EXP":
          return finite(LibM.exp(x));
        case "LN":
          return x > 0.0 ? finite(LibM.log(x)) : null;
        case "LOG10":
          return x > 0.0 ? finite(StrictMath.log10(x)) : null;
        case "FLOOR":
          return Math.floor(x);
        case "CEIL":
          return Math.ceil(x);
        case "ABS":
          return Math.abs(x);
        default:
          return x < 0.0 ? null : finite(Math.sqrt(x));
      }
    }
  }

  /** POWER(a, b). */
  public static class Power extends ScalarFunction {
    public Double eval(Double a, Double b) {
      if (a == null || b == null || (a < 0.0 && Math.rint(b) != b) || (a == 0.0 && b < 0.0)) {
        return null;
      }
      return finite(StrictMath.pow(a, b));
    }
  }

  /** ABS of a whole number. */
  public static class Abs extends ScalarFunction {
    public Long eval(Long a) {
      return a == null || a == Long.MIN_VALUE ? null : (Long) Math.abs(a);
    }
  }
}
