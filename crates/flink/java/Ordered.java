package rillcut.flink;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.util.function.Consumer;

/** Rows as they are, each at its own ROWTIME: after operators of Flink's that give rows at other times, or give them other times. */
public class Ordered extends InOrder {
  @Override
  protected Machine machine(Spec spec) {
    return new Machine() {
      @Override
      void take(long at, Rows.Placed row, Consumer<Out> out) {
        out.accept(new Out(row.values, row.order, null));
      }

      @Override
      boolean isIdle() {
        return true;
      }

      @Override
      long size() {
        return 0;
      }

      @Override
      void write(DataOutputStream out) {}

      @Override
      void read(DataInputStream in) {}
    };
  }
}
