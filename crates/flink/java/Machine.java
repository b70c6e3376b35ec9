package rillcut.flink;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** An operator of the lab: takes rows in the order of ROWTIME, gives rows at the instant at hand. */
abstract class Machine {
  /** A row that leaves. */
  static final class Out {
    final Object[] values;
    final String order;
    /** What is wrong with it, for error_stream; null when nothing is. */
    final String error;

    Out(Object[] values, String order, String error) {
      this.values = values;
      this.order = order;
      this.error = error;
    }
  }

  /** The clock comes to {@code at}: windows that end there close, then the instant's rows come. */
  final void run(long at, byte[] rows, Consumer<Out> out) {
    close(at, out);
    List<Rows.Placed> placed = Rows.read(rows);
    for (Rows.Placed row : placed) {
      take(at, row, out);
    }
    settle(at, out);
  }

  /** Closes windows that end at {@code at} or before. */
  void close(long at, Consumer<Out> out) {}

  abstract void take(long at, Rows.Placed row, Consumer<Out> out);

  /** After the rows of an instant. */
  void settle(long at, Consumer<Out> out) {}

  /** When it wants to be called though no row comes. */
  long wake() {
    return Long.MAX_VALUE;
  }

  /** Whether it holds nothing. */
  boolean isIdle() {
    return false;
  }

  /** How much it holds, in rows: how seldom it is worth to be written. */
  abstract long size();

  abstract void write(DataOutputStream out) throws IOException;

  abstract void read(DataInputStream in) throws IOException;

  final byte[] save() {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      write(out);
      out.flush();
      return bytes.toByteArray();
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  final void restore(byte[] saved) {
    try {
      read(new DataInputStream(new ByteArrayInputStream(saved)));
    } catch (IOException broken) {
      throw new IllegalStateException("the checkpointed state is damaged", broken);
    }
  }
}
