package rillcut.flink;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Rows as bytes: what waits, and what a machine has seen since its snapshot. */
final class Rows {
  /** A row with its place among those of its instant. */
  static final class Placed {
    final String order;
    final Object[] values;

    Placed(String order, Object[] values) {
      this.order = order;
      this.values = values;
    }
  }

  private Rows() {}

  static byte[] append(byte[] before, String order, Object[] row) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (before != null) {
      bytes.write(before);
    }
    DataOutputStream out = new DataOutputStream(bytes);
    write(out, order);
    writeRow(out, row);
    out.flush();
    return bytes.toByteArray();
  }

  /** The rows in their order; equal places keep the order in which they came. */
  static List<Placed> read(byte[] bytes) {
    List<Placed> rows = new ArrayList<>();
    if (bytes == null) {
      return rows;
    }
    try {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
      while (in.available() > 0) {
        String order = (String) read(in);
        rows.add(new Placed(order, readRow(in)));
      }
    } catch (IOException broken) {
      throw new IllegalStateException("the checkpointed rows are damaged", broken);
    }
    rows.sort(Comparator.comparing(row -> row.order));
    return rows;
  }

  static byte[] entry(long at, byte[] rows) {
    int length = rows == null ? 0 : rows.length;
    ByteBuffer buffer = ByteBuffer.allocate(8 + length).putLong(at);
    return rows == null ? buffer.array() : buffer.put(rows).array();
  }

  static long time(byte[] entry) {
    return ByteBuffer.wrap(entry).getLong();
  }

  static byte[] rows(byte[] entry) {
    return entry.length == 8 ? null : java.util.Arrays.copyOfRange(entry, 8, entry.length);
  }

  static void writeRow(DataOutputStream out, Object[] row) throws IOException {
    out.writeInt(row.length);
    for (Object value : row) {
      write(out, value);
    }
  }

  static Object[] readRow(DataInputStream in) throws IOException {
    Object[] row = new Object[in.readInt()];
    for (int i = 0; i < row.length; i++) {
      row[i] = read(in);
    }
    return row;
  }

  static void write(DataOutputStream out, Object value) throws IOException {
    if (value == null) {
      out.writeByte('N');
    } else if (value instanceof Long) {
      out.writeByte('L');
      out.writeLong((Long) value);
    } else if (value instanceof Double) {
      out.writeByte('D');
      out.writeDouble((Double) value);
    } else if (value instanceof Boolean) {
      out.writeByte('B');
      out.writeBoolean((Boolean) value);
    } else {
      byte[] text = ((String) value).getBytes(StandardCharsets.UTF_8);
      out.writeByte('T');
      out.writeInt(text.length);
      out.write(text);
    }
  }

  static Object read(DataInputStream in) throws IOException {
    switch (in.readByte()) {
      case 'N':
        return null;
      case 'L':
        return in.readLong();
      case 'D':
        return in.readDouble();
      case 'B':
        return in.readBoolean();
      default:
        byte[] text = new byte[in.readInt()];
        in.readFully(text);
        return new String(text, StandardCharsets.UTF_8);
    }
  }
}
