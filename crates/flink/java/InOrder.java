package rillcut.flink;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.table.annotation.ArgumentHint;
import org.apache.flink.table.annotation.ArgumentTrait;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.FunctionHint;
import org.apache.flink.table.annotation.StateHint;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.dataview.MapView;
import org.apache.flink.table.catalog.DataTypeFactory;
import org.apache.flink.table.functions.ProcessTableFunction;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.inference.TypeInference;
import org.apache.flink.types.Row;

/**
 * What the stateful functions share: rows wait until the watermark has passed their ROWTIME, then go to a {@link Machine} one by one in
 * the order in which the lab has them, however Flink interleaved them.
 *
 * <p>An input has the columns c0, c1, …, then {@code $rowtime} (epoch milliseconds) and, where rows of one instant have an order,
 * {@code $order}. An output has c0, c1, … of the types that the specification says, {@code $error}, {@code $rowtime} and {@code $order}.
 *
 * <p>The machine lives on the heap. Checkpointed are a snapshot of it and the rows since, so that a row costs the state one small write,
 * and a restored machine is the snapshot that has seen those rows again. Writing the whole machine for each row was rejected: a
 * forest of 100 trees of 256 is a megabyte.
 */
@FunctionHint(output = @DataTypeHint("ROW<c0 BIGINT>"))
public abstract class InOrder extends ProcessTableFunction<Row> {
  /** Machines kept on the heap; the others are made again from their state. */
  private static final int LIVE = 20_000;

  private static final int LEAST_LOG = 256;

  /** Where the snapshot lies in the log, before the rows since. */
  private static final long SNAPSHOT = -1;

  /** The small part of the state, and it must stay small: Flink takes a hash of all of it at every call, to see whether it changed. */
  public static class Progress {
    public String spec;
    public String key;
    public long arrived;
    public long logged;
    public long wake = Long.MAX_VALUE;
  }

  private transient Map<String, Machine> live;
  private transient long limit;

  /** The machine of a specification. */
  protected abstract Machine machine(Spec spec);

  public void eval(
      Context context,
      @StateHint Progress progress,
      @StateHint MapView<Long, byte[]> waiting,
      @StateHint MapView<Long, byte[]> log,
      @ArgumentHint({
            ArgumentTrait.SET_SEMANTIC_TABLE,
            ArgumentTrait.OPTIONAL_PARTITION_BY,
            ArgumentTrait.REQUIRE_ON_TIME
          })
          Row input,
      String spec)
      throws Exception {
    if (progress.spec == null) {
      progress.spec = spec;
      StringBuilder key = new StringBuilder();
      for (int column : context.tableSemanticsFor("input").partitionByColumns()) {
        String text = String.valueOf(input.getField(column));
        key.append(text.length()).append(':').append(text);
      }
      progress.key = key.toString();
    }
    Spec parsed = Spec.of(spec);
    Long at = (Long) input.getField("$rowtime");
    Object[] row = new Object[parsed.inputs];
    for (int i = 0; i < row.length; i++) {
      row[i] = input.getField(i);
    }
    String order = parsed.ordered ? (String) input.getField("$order") : number(progress.arrived);
    progress.arrived++;
    byte[] before = waiting.get(at);
    waiting.put(at, Rows.append(before, order, row));
    context.timeContext(Long.class).registerOnTime(at);
  }

  public void onTimer(
      OnTimerContext context, Progress progress, MapView<Long, byte[]> waiting, MapView<Long, byte[]> log)
      throws Exception {
    TimeContext<Long> time = context.timeContext(Long.class);
    long at = time.time();
    byte[] rows = waiting.get(at);
    if (rows == null && progress.wake > at) {
      return;
    }
    if (rows != null) {
      waiting.remove(at);
    }
    Machine machine = live(progress, log);
    Spec spec = Spec.of(progress.spec);
    machine.run(at, rows, out -> collect(row(spec, at, out)));
    if (machine.isIdle() && waiting.isEmpty()) {
      live.remove(progress.key);
      context.clearAllState();
      return;
    }
    log.put(progress.logged, Rows.entry(at, rows));
    progress.logged++;
    if (progress.logged >= Math.max(LEAST_LOG, machine.size())) {
      log.put(SNAPSHOT, machine.save());
      for (long i = 0; i < progress.logged; i++) {
        log.remove(i);
      }
      progress.logged = 0;
    }
    progress.wake = machine.wake();
    if (progress.wake != Long.MAX_VALUE) {
      time.registerOnTime(progress.wake);
    }
  }

  private Machine live(Progress progress, MapView<Long, byte[]> log) throws Exception {
    if (live == null) {
      live =
          new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Machine> eldest) {
              return size() > LIVE;
            }
          };
    }
    Machine machine = live.get(progress.key);
    if (machine == null) {
      machine = machine(Spec.of(progress.spec));
      byte[] snapshot = log.get(SNAPSHOT);
      if (snapshot != null) {
        machine.restore(snapshot);
      }
      for (long i = 0; i < progress.logged; i++) {
        byte[] entry = log.get(i);
        machine.run(Rows.time(entry), Rows.rows(entry), out -> {});
      }
      live.put(progress.key, machine);
    }
    return machine;
  }

  private static Row row(Spec spec, long at, Machine.Out out) {
    Row row = new Row(spec.outputs.length() + 3);
    for (int i = 0; i < spec.outputs.length(); i++) {
      row.setField(i, out.values[i]);
    }
    row.setField(spec.outputs.length(), out.error);
    row.setField(spec.outputs.length() + 1, at);
    row.setField(spec.outputs.length() + 2, out.order);
    return row;
  }

  /** A number as text that sorts as numbers do. */
  static String number(long number) {
    String digits = Long.toString(number);
    return "0".repeat(Math.max(0, 16 - digits.length())) + digits;
  }

  @Override
  public TypeInference getTypeInference(DataTypeFactory factory) {
    TypeInference found = super.getTypeInference(factory);
    return TypeInference.newBuilder()
        .staticArguments(found.getStaticArguments().orElseThrow())
        .stateTypeStrategies(found.getStateTypeStrategies())
        .outputTypeStrategy(
            call -> {
              Optional<String> spec = call.getArgumentValue(1, String.class);
              return spec.map(text -> outputs(Spec.of(text).outputs));
            })
        .build();
  }

  private static DataType outputs(String letters) {
    List<DataTypes.Field> fields = new ArrayList<>();
    for (int i = 0; i < letters.length(); i++) {
      fields.add(DataTypes.FIELD("c" + i, Spec.type(letters.charAt(i))));
    }
    fields.add(DataTypes.FIELD("$error", DataTypes.STRING()));
    fields.add(DataTypes.FIELD("$rowtime", DataTypes.BIGINT()));
    fields.add(DataTypes.FIELD("$order", DataTypes.STRING()));
    return DataTypes.ROW(fields);
  }
}
