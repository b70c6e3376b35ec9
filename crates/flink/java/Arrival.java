package rillcut.flink;

import java.time.Instant;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.functions.ScalarFunction;

/**
 * When a record came: KDA's ROWTIME, the time at which a row enters its first stream, which never goes back.
 *
 * <p>The functions give another value at each call and do not say so: a function that says so keeps Flink from computing a view once for all that read it, and
 * a record that is read by two pumps would have two times. For the same reason they take the record, or they would be constants.
 */
public final class Arrival {
  private Arrival() {}

  /** The clock, in milliseconds. */
  public static class Time extends ScalarFunction {
    private long last;

    public @DataTypeHint("TIMESTAMP_LTZ(3) NOT NULL") Instant eval(String data) {
      last = Math.max(last, System.currentTimeMillis());
      return Instant.ofEpochMilli(last);
    }
  }

  /** A number that sorts records as they came to one reader, as text; it follows the clock, so that a restart goes on above. */
  public static class Number extends ScalarFunction {
    private long last;

    public @DataTypeHint("STRING NOT NULL") String eval(String data) {
      last = Math.max(last + 1, System.currentTimeMillis() * 1000);
      return InOrder.number(last);
    }
  }
}
