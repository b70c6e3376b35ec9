package rillcut.flink;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * ORDER BY: rows held until the first key takes its next value, then sorted.
 *
 * <p>{@code length=1000 offset=0} (0: by ROWTIME itself) {@code columns=3 key=3:asc:last key=4:desc:first}: keys are input columns behind the first
 * {@code columns}, which are given.
 */
public class SortRows extends InOrder {
  @Override
  protected Machine machine(Spec spec) {
    return new Sorter(spec);
  }

  private static final class Sorter extends Machine {
    private final long length;
    private final long offset;
    private final int columns;
    private final Comparator<Rows.Placed> order;
    private final List<Rows.Placed> held = new ArrayList<>();
    private long end = Long.MAX_VALUE;
    private long given;

    Sorter(Spec spec) {
      length = spec.number("length");
      offset = spec.number("offset");
      columns = (int) spec.number("columns");
      Comparator<Rows.Placed> all = null;
      for (String word : spec.words) {
        if (word.startsWith("key=")) {
          String[] parts = word.substring(4).split(":");
          Comparator<Rows.Placed> one =
              by(Integer.parseInt(parts[0]), parts[1].equals("desc"), parts[2].equals("first"));
          all = all == null ? one : all.thenComparing(one);
        }
      }
      order = all;
    }

    private static Comparator<Rows.Placed> by(int column, boolean descending, boolean nullsFirst) {
      return (a, b) -> {
        Object x = a.values[column];
        Object y = b.values[column];
        if (x == null || y == null) {
          int nulls = (x == null ? 1 : 0) - (y == null ? 1 : 0);
          return nullsFirst ? -nulls : nulls;
        }
        int result = Values.compare(x, y);
        return descending ? -result : result;
      };
    }

    @Override
    void close(long at, Consumer<Out> out) {
      if (end <= at) {
        give(out);
      }
    }

    @Override
    void take(long at, Rows.Placed row, Consumer<Out> out) {
      if (held.isEmpty() && length > 0) {
        end = at - Math.floorMod(at - offset, length) + length;
      }
      held.add(row);
    }

    @Override
    void settle(long at, Consumer<Out> out) {
      if (length == 0) {
        give(out);
      }
    }

    private void give(Consumer<Out> out) {
      held.sort(order);
      for (Rows.Placed row : held) {
        out.accept(new Out(java.util.Arrays.copyOf(row.values, columns), number(given), null));
        given++;
      }
      held.clear();
      end = Long.MAX_VALUE;
    }

    @Override
    long wake() {
      return end;
    }

    @Override
    long size() {
      return held.size();
    }

    @Override
    void write(DataOutputStream out) throws IOException {
      out.writeLong(end);
      out.writeLong(given);
      out.writeInt(held.size());
      for (Rows.Placed row : held) {
        Rows.write(out, row.order);
        Rows.writeRow(out, row.values);
      }
    }

    @Override
    void read(DataInputStream in) throws IOException {
      end = in.readLong();
      given = in.readLong();
      for (int left = in.readInt(); left > 0; left--) {
        String order = (String) Rows.read(in);
        held.add(new Rows.Placed(order, Rows.readRow(in)));
      }
    }
  }
}
