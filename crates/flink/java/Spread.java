package rillcut.flink;

import org.apache.flink.table.functions.AggregateFunction;

/** Deviations and variances by Welford's recurrence: Flink's own lose digits to a sum of squares. */
public abstract class Spread extends AggregateFunction<Double, Spread.Moments> {
  /** Count, mean and sum of squared differences from it. */
  public static class Moments {
    public long count;
    public double mean;
    public double squares;
  }

  private final boolean sample;
  private final boolean root;

  Spread(boolean sample, boolean root) {
    this.sample = sample;
    this.root = root;
  }

  @Override
  public Moments createAccumulator() {
    return new Moments();
  }

  public void accumulate(Moments moments, Double value) {
    if (value == null) {
      return;
    }
    moments.count++;
    double delta = value - moments.mean;
    moments.mean += delta / moments.count;
    moments.squares += delta * (value - moments.mean);
  }

  public void merge(Moments into, Iterable<Moments> others) {
    for (Moments other : others) {
      if (other.count == 0) {
        continue;
      }
      long count = into.count + other.count;
      double delta = other.mean - into.mean;
      into.mean += delta * ((double) other.count / count);
      into.squares += other.squares + delta * delta * ((double) into.count * other.count / count);
      into.count = count;
    }
  }

  @Override
  public Double getValue(Moments moments) {
    double divisor = sample ? moments.count - 1.0 : moments.count;
    if (divisor <= 0.0) {
      return null;
    }
    double variance = moments.squares / divisor;
    return root ? Math.sqrt(variance) : variance;
  }

  /** VAR_POP. */
  public static class VarPop extends Spread {
    public VarPop() {
      super(false, false);
    }
  }

  /** VAR_SAMP. */
  public static class VarSamp extends Spread {
    public VarSamp() {
      super(true, false);
    }
  }

  /** STDDEV_POP. */
  public static class StddevPop extends Spread {
    public StddevPop() {
      super(false, true);
    }
  }

  /** STDDEV_SAMP. */
  public static class StddevSamp extends Spread {
    public StddevSamp() {
      super(true, true);
    }
  }
}
