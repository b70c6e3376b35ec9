package rillcut.flink;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.Consumer;

/**
 * RANDOM_CUT_FOREST and RANDOM_CUT_FOREST_WITH_EXPLANATION: the input's columns, then ANOMALY_SCORE and ANOMALY_EXPLANATION.
 *
 * <p>{@code columns=0,2 trees=100 sample=256 decay=100000 shingle=1 seed=7 explain=none|short|long names=HEX,HEX}. A row with NULL
 * among the columns is passed on without a score and not learnt.
 */
public class RandomCutForest extends InOrder {
  @Override
  protected Machine machine(Spec spec) {
    return new Scorer(spec);
  }

  private static final class Scorer extends Machine {
    private final int[] columns;
    private final String explain;
    private final String[] names;
    private final Forest forest;
    private final long size;

    Scorer(Spec spec) {
      columns = Spec.numbers(spec.get("columns"));
      explain = spec.get("explain");
      String[] hex = spec.get("names").split(",");
      names = new String[hex.length];
      for (int i = 0; i < hex.length; i++) {
        names[i] = Texts.unhex(hex[i]);
      }
      int trees = (int) spec.number("trees");
      int sample = (int) spec.number("sample");
      int shingle = (int) spec.number("shingle");
      long seed = Long.parseUnsignedLong(spec.get("seed"));
      forest = new Forest(columns.length, trees, sample, spec.number("decay"), shingle, seed);
      // A row costs about a dozen operations a tree to learn again; the forest as bytes is some 80 a sampled point.
      size = Math.max(1, (long) trees * sample / 16);
    }

    @Override
    void take(long at, Rows.Placed row, Consumer<Out> out) {
      int more = explain.equals("none") ? 1 : 2;
      Object[] values = java.util.Arrays.copyOf(row.values, row.values.length + more);
      double[] point = new double[columns.length];
      for (int i = 0; i < columns.length; i++) {
        Object value = row.values[columns[i]];
        if (value == null) {
          out.accept(new Out(values, row.order, null));
          return;
        }
        point[i] = ((Number) value).doubleValue();
        if (!Forest.usable(point[i])) {
          out.accept(new Out(values, row.order, "STR0107 a value cannot be scored"));
          return;
        }
      }
      if (more == 1) {
        values[row.values.length] = forest.scoreAndUpdate(point);
      } else {
        Forest.Attribution found = forest.explainAndUpdate(point);
        values[row.values.length] = found.score;
        values[row.values.length + 1] = text(found);
      }
      out.accept(new Out(values, row.order, null));
    }

    private String text(Forest.Attribution found) {
      StringBuilder text = new StringBuilder("{");
      for (int i = 0; i < names.length; i++) {
        text.append(i == 0 ? "" : ",");
        Texts.pushName(text, names[i]);
        text.append(":{");
        if (explain.equals("long")) {
          String direction = found.high[i] > found.low[i] ? "HIGH" : "LOW";
          text.append("\"DIRECTION\":\"").append(direction).append("\",\"STRENGTH\":\"");
          text.append(fixed(Math.abs(found.high[i] - found.low[i]))).append("\",");
        }
        text.append("\"ATTRIBUTION_SCORE\":\"").append(fixed(found.high[i] + found.low[i])).append("\"}");
      }
      return text.append('}').toString();
    }

    private static String fixed(double value) {
      return new BigDecimal(value).setScale(4, RoundingMode.HALF_EVEN).toPlainString();
    }

    @Override
    long size() {
      return size;
    }

    @Override
    void write(DataOutputStream out) throws IOException {
      byte[] saved = forest.save();
      out.writeInt(saved.length);
      out.write(saved);
    }

    @Override
    void read(DataInputStream in) throws IOException {
      byte[] saved = new byte[in.readInt()];
      in.readFully(saved);
      forest.restore(saved);
    }
  }
}
