package rillcut.flink;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigInteger;

/**
 * An aggregate as the lab computes it: {@code FUNCTION:argument:least:greatest}, {@code …:DOUBLE:divisor} or {@code …:REAL}, the argument an
 * input column or -1.
 *
 * <p>A total of whole numbers that the type cannot hold, or of doubles that is not finite, is an error of the row. Deviations and variances go by Welford's
 * recurrence, as there. Texts compare without trailing blanks.
 */
final class Aggregate {
  final String function;
  final int argument;
  private final BigInteger least;
  private final BigInteger greatest;
  private final boolean real;
  private final double divisor;

  private long rows;
  private long count;
  private BigInteger whole = BigInteger.ZERO;
  private double sum;
  private double mean;
  private double squares;
  private Object kept;
  private boolean taken;

  Aggregate(String text) {
    String[] parts = text.split(":");
    function = parts[0];
    argument = Integer.parseInt(parts[1]);
    real = parts[2].equals("REAL");
    boolean approximate = real || parts[2].equals("DOUBLE");
    least = approximate ? null : new BigInteger(parts[2]);
    greatest = approximate ? null : new BigInteger(parts[3]);
    divisor = parts[2].equals("DOUBLE") ? Double.parseDouble(parts[3]) : 1.0;
  }

  void reset() {
    rows = 0;
    count = 0;
    whole = BigInteger.ZERO;
    sum = 0.0;
    mean = 0.0;
    squares = 0.0;
    kept = null;
    taken = false;
  }

  void add(Object[] row) {
    rows++;
    Object value = argument < 0 ? null : row[argument];
    if (function.startsWith("FIRST") || function.startsWith("LAST")) {
      boolean skip = value == null && function.endsWith("_IGNORING");
      if (!skip && !(function.startsWith("FIRST") && taken)) {
        kept = value;
        taken = true;
      }
      return;
    }
    if (value == null) {
      return;
    }
    count++;
    switch (function) {
      case "SUM":
      case "AVG":
        if (value instanceof Long) {
          whole = whole.add(BigInteger.valueOf((Long) value));
        } else {
          sum += (Double) value;
        }
        break;
      case "MIN":
        kept = kept == null || Values.compare(kept, value) > 0 ? value : kept;
        break;
      case "MAX":
        kept = kept == null || Values.compare(kept, value) < 0 ? value : kept;
        break;
      case "ANY":
        kept = (kept != null && (Boolean) kept) | (Boolean) value;
        break;
      case "EVERY":
        kept = (kept == null || (Boolean) kept) & (Boolean) value;
        break;
      case "STDDEV_POP":
      case "STDDEV_SAMP":
      case "VAR_POP":
      case "VAR_SAMP":
        double x = ((Number) value).doubleValue() / divisor;
        double delta = x - mean;
        mean += delta / count;
        squares += delta * (x - mean);
        break;
      default:
        break;
    }
  }

  /** The result; a {@link Fault} when its type cannot hold it. */
  Object result() throws Fault {
    switch (function) {
      case "COUNT":
        return argument < 0 ? rows : count;
      case "SUM":
      case "AVG":
        if (count == 0) {
          return null;
        }
        if (least != null) {
          BigInteger value = function.equals("AVG") ? whole.divide(BigInteger.valueOf(count)) : whole;
          if (value.compareTo(least) < 0 || value.compareTo(greatest) > 0) {
            throw new Fault("STR0102 the " + function + " does not fit its type");
          }
          return value.longValue();
        }
        double total = function.equals("AVG") ? sum / count : sum;
        total = real ? (float) total : total;
        if (Double.isNaN(total) || Double.isInfinite(total)) {
          throw new Fault("STR0102 the " + function + " does not fit its type");
        }
        return total;
      case "STDDEV_POP":
      case "STDDEV_SAMP":
      case "VAR_POP":
      case "VAR_SAMP":
        double by = function.endsWith("_SAMP") ? count - 1.0 : count;
        if (by <= 0.0) {
          return null;
        }
        double variance = squares / by;
        double value = function.startsWith("STDDEV") ? Math.sqrt(variance) : variance;
        if (Double.isNaN(value) || Double.isInfinite(value)) {
          throw new Fault("STR0102 the deviation does not fit DOUBLE");
        }
        return value;
      default:
        return kept;
    }
  }

  /** A result that its type cannot hold. */
  static final class Fault extends Exception {
    Fault(String message) {
      super(message, null, false, false);
    }
  }

  void write(DataOutputStream out) throws IOException {
    out.writeLong(rows);
    out.writeLong(count);
    byte[] bytes = whole.toByteArray();
    out.writeInt(bytes.length);
    out.write(bytes);
    out.writeDouble(sum);
    out.writeDouble(mean);
    out.writeDouble(squares);
    out.writeBoolean(taken);
    Rows.write(out, kept);
  }

  void read(DataInputStream in) throws IOException {
    rows = in.readLong();
    count = in.readLong();
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    whole = new BigInteger(bytes);
    sum = in.readDouble();
    mean = in.readDouble();
    squares = in.readDouble();
    taken = in.readBoolean();
    kept = Rows.read(in);
  }
}
