package rillcut.flink;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * {@code f(x) OVER w}: the input's columns, then one a function, a row at once for each row that comes.
 *
 * <p>{@code window=RANGE:10000:0,1 window=ROWS:2: window=UNBOUNDED:0: function=WINDOW/SUM:3:… …}. Flink's own OVER counts rows of the same instant that
 * come later, and takes leaving doubles off a running sum; here a row sees those before it, and a window is added up anew.
 */
public class Over extends InOrder {
  @Override
  protected Machine machine(Spec spec) {
    return new Slide(spec);
  }

  private static final class Held {
    final long at;
    final Object[] row;

    Held(long at, Object[] row) {
      this.at = at;
      this.row = row;
    }
  }

  /** The rows of a partition, and what functions over a window without end have gathered. */
  private static final class Partition {
    final ArrayDeque<Held> rows = new ArrayDeque<>();
    Aggregate[] endless;
  }

  private static final class Window {
    final String kind;
    final long length;
    final int[] keys;
    final Map<List<Object>, Partition> partitions = new HashMap<>();

    Window(String text) {
      String[] parts = text.split(":", 3);
      kind = parts[0];
      length = Long.parseLong(parts[1]);
      keys = Spec.numbers(parts[2]);
    }
  }

  private static final class Function {
    int window;
    String text;
    String name;
    int argument;
    /** n, half-life. */
    long number;
    int otherwise = -1;
    boolean ignoring;
    boolean fromLast;
    boolean aggregate;
  }

  private static final class Slide extends Machine {
    private final Window[] windows;
    private final Function[] functions;

    Slide(Spec spec) {
      windows =
          java.util.Arrays.stream(spec.words)
              .filter(word -> word.startsWith("window="))
              .map(word -> new Window(word.substring(7)))
              .toArray(Window[]::new);
      functions =
          java.util.Arrays.stream(spec.words)
              .filter(word -> word.startsWith("function="))
              .map(word -> function(word.substring(9)))
              .toArray(Function[]::new);
    }

    private static Function function(String text) {
      Function function = new Function();
      String[] parts = text.split("/", 2);
      function.window = Integer.parseInt(parts[0]);
      function.text = parts[1];
      String[] words = parts[1].split(":");
      function.name = words[0];
      function.argument = Integer.parseInt(words[1]);
      switch (function.name) {
        case "NTH":
          function.number = Long.parseLong(words[2]);
          function.fromLast = words[3].equals("last");
          function.ignoring = words[4].equals("ignoring");
          break;
        case "LAG":
          function.number = Long.parseLong(words[2]);
          function.otherwise = Integer.parseInt(words[3]);
          function.ignoring = words[4].equals("ignoring");
          break;
        case "EXP_AVG":
          function.number = Long.parseLong(words[2]);
          break;
        default:
          function.aggregate = true;
      }
      return function;
    }

    private boolean endless(int window, Function function) {
      return windows[window].kind.equals("UNBOUNDED") && function.aggregate;
    }

    private boolean keepsRows(int window) {
      for (Function function : functions) {
        if (function.window == window && !endless(window, function)) {
          return true;
        }
      }
      return false;
    }

    private Aggregate[] endless() {
      Aggregate[] aggregates = new Aggregate[functions.length];
      for (int f = 0; f < functions.length; f++) {
        if (endless(functions[f].window, functions[f])) {
          aggregates[f] = new Aggregate(functions[f].text);
        }
      }
      return aggregates;
    }

    @Override
    void take(long at, Rows.Placed row, Consumer<Out> out) {
      Object[] values = java.util.Arrays.copyOf(row.values, row.values.length + functions.length);
      String error = null;
      for (int w = 0; w < windows.length; w++) {
        Window window = windows[w];
        List<Object> key = Values.key(row.values, window.keys);
        Partition partition = window.partitions.get(key);
        if (partition == null) {
          partition = new Partition();
          partition.endless = endless();
          window.partitions.put(key, partition);
        }
        ArrayDeque<Held> held = partition.rows;
        if (keepsRows(w)) {
          held.addLast(new Held(at, row.values));
        }
        if (window.kind.equals("RANGE")) {
          while (held.peekFirst() != null && held.peekFirst().at < at - window.length) {
            held.removeFirst();
          }
        } else if (window.kind.equals("ROWS")) {
          while (held.size() > window.length + 1) {
            held.removeFirst();
          }
        }
        for (int f = 0; f < functions.length; f++) {
          if (functions[f].window != w) {
            continue;
          }
          try {
            values[row.values.length + f] = value(functions[f], partition.endless[f], held, at, row.values);
          } catch (Aggregate.Fault fault) {
            error = error == null ? fault.getMessage() : error;
          }
        }
      }
      out.accept(new Out(values, row.order, error));
    }

    private static Object value(
        Function function, Aggregate endless, ArrayDeque<Held> held, long at, Object[] current)
        throws Aggregate.Fault {
      if (endless != null) {
        endless.add(current);
        return endless.result();
      }
      switch (function.name) {
        case "NTH":
          return nth(function, held);
        case "LAG":
          return lag(function, held, current);
        case "EXP_AVG":
          double sum = 0.0;
          double weights = 0.0;
          for (Held row : held) {
            Object value = row.row[function.argument];
            if (value != null) {
              double weight = Math.pow(2.0, -(double) (at - row.at) / function.number);
              sum += weight * (Double) value;
              weights += weight;
            }
          }
          return weights > 0.0 ? (Object) (sum / weights) : null;
        default:
          Aggregate aggregate = new Aggregate(function.text);
          for (Held row : held) {
            aggregate.add(row.row);
          }
          return aggregate.result();
      }
    }

    private static Object nth(Function function, ArrayDeque<Held> held) {
      Iterator<Held> rows = function.fromLast ? held.descendingIterator() : held.iterator();
      long left = function.number;
      while (rows.hasNext()) {
        Object value = rows.next().row[function.argument];
        if (value == null && function.ignoring) {
          continue;
        }
        left--;
        if (left == 0) {
          return value;
        }
      }
      return null;
    }

    private static Object lag(Function function, ArrayDeque<Held> held, Object[] current) {
      Iterator<Held> rows = held.descendingIterator();
      Object value = rows.next().row[function.argument];
      if (function.number == 0) {
        return value;
      }
      long left = function.number;
      while (rows.hasNext()) {
        value = rows.next().row[function.argument];
        if (value == null && function.ignoring) {
          continue;
        }
        left--;
        if (left == 0) {
          return value;
        }
      }
      return function.otherwise < 0 ? null : current[function.otherwise];
    }

    @Override
    long size() {
      long size = 0;
      for (Window window : windows) {
        for (Partition partition : window.partitions.values()) {
          size += partition.rows.size() + 1;
        }
      }
      return size;
    }

    @Override
    void write(DataOutputStream out) throws IOException {
      for (Window window : windows) {
        out.writeInt(window.partitions.size());
        for (Map.Entry<List<Object>, Partition> entry : window.partitions.entrySet()) {
          Rows.writeRow(out, entry.getKey().toArray());
          Partition partition = entry.getValue();
          out.writeInt(partition.rows.size());
          for (Held held : partition.rows) {
            out.writeLong(held.at);
            Rows.writeRow(out, held.row);
          }
          for (Aggregate aggregate : partition.endless) {
            if (aggregate != null) {
              aggregate.write(out);
            }
          }
        }
      }
    }

    @Override
    void read(DataInputStream in) throws IOException {
      for (Window window : windows) {
        for (int left = in.readInt(); left > 0; left--) {
          List<Object> key = java.util.Arrays.asList(Rows.readRow(in));
          Partition partition = new Partition();
          partition.endless = endless();
          for (int rows = in.readInt(); rows > 0; rows--) {
            long at = in.readLong();
            partition.rows.addLast(new Held(at, Rows.readRow(in)));
          }
          for (Aggregate aggregate : partition.endless) {
            if (aggregate != null) {
              aggregate.read(in);
            }
          }
          window.partitions.put(key, partition);
        }
      }
    }
  }
}
