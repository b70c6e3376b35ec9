package rillcut.flink;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * WINDOWED BY STAGGER: a window a key, from its first row on for a length of time; a row exactly at its end opens the next.
 *
 * <p>{@code keys=0,1 length=60000 aggregate=SUM:2:… aggregate=…}; gives the keys, then the aggregates, at the window's end.
 */
public class Stagger extends InOrder {
  @Override
  protected Machine machine(Spec spec) {
    return new Windows(spec);
  }

  private static final class Window {
    long end;
    String order;
    Object[] keys;
    Aggregate[] aggregates;
  }

  private static final class Windows extends Machine {
    private final Spec spec;
    private final int[] keys;
    private final long length;
    private final Map<List<Object>, Window> open = new HashMap<>();
    private final ArrayDeque<Window> queue = new ArrayDeque<>();

    Windows(Spec spec) {
      this.spec = spec;
      keys = Spec.numbers(spec.get("keys"));
      length = spec.number("length");
    }

    @Override
    void close(long at, Consumer<Out> out) {
      while (!queue.isEmpty() && queue.peekFirst().end <= at) {
        Window window = queue.removeFirst();
        open.remove(key(window.keys));
        Object[] row = java.util.Arrays.copyOf(window.keys, keys.length + window.aggregates.length);
        String error = null;
        for (int i = 0; i < window.aggregates.length; i++) {
          try {
            row[keys.length + i] = window.aggregates[i].result();
          } catch (Aggregate.Fault fault) {
            error = error == null ? fault.getMessage() : error;
          }
        }
        out.accept(new Out(row, window.order, error));
      }
    }

    @Override
    void take(long at, Rows.Placed row, Consumer<Out> out) {
      List<Object> key = Values.key(row.values, keys);
      Window window = open.get(key);
      if (window == null) {
        window = new Window();
        window.end = at + length;
        window.order = row.order;
        window.keys = new Object[keys.length];
        for (int i = 0; i < keys.length; i++) {
          window.keys[i] = row.values[keys[i]];
        }
        window.aggregates = aggregates();
        open.put(key, window);
        queue.addLast(window);
      }
      for (Aggregate aggregate : window.aggregates) {
        aggregate.add(row.values);
      }
    }

    private List<Object> key(Object[] values) {
      int[] all = new int[values.length];
      for (int i = 0; i < all.length; i++) {
        all[i] = i;
      }
      return Values.key(values, all);
    }

    private Aggregate[] aggregates() {
      return java.util.Arrays.stream(spec.words)
          .filter(word -> word.startsWith("aggregate="))
          .map(word -> new Aggregate(word.substring(10)))
          .toArray(Aggregate[]::new);
    }

    @Override
    long wake() {
      return queue.isEmpty() ? Long.MAX_VALUE : queue.peekFirst().end;
    }

    @Override
    boolean isIdle() {
      return queue.isEmpty();
    }

    @Override
    long size() {
      return queue.size();
    }

    @Override
    void write(DataOutputStream out) throws IOException {
      out.writeInt(queue.size());
      for (Window window : queue) {
        out.writeLong(window.end);
        Rows.write(out, window.order);
        Rows.writeRow(out, window.keys);
        for (Aggregate aggregate : window.aggregates) {
          aggregate.write(out);
        }
      }
    }

    @Override
    void read(DataInputStream in) throws IOException {
      for (int left = in.readInt(); left > 0; left--) {
        Window window = new Window();
        window.end = in.readLong();
        window.order = (String) Rows.read(in);
        window.keys = Rows.readRow(in);
        window.aggregates = aggregates();
        for (Aggregate aggregate : window.aggregates) {
          aggregate.read(in);
        }
        open.put(key(window.keys), window);
        queue.addLast(window);
      }
    }
  }
}
