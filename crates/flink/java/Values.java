package rillcut.flink;

import java.util.ArrayList;
import java.util.List;

/** One order for values, and what makes them equal: the lab's (texts without trailing blanks by code point, NaN the greatest). */
final class Values {
  private Values() {}

  static int compare(Object a, Object b) {
    if (a instanceof String) {
      return compareTexts(trimmed((String) a), trimmed((String) b));
    }
    if (a instanceof Double) {
      double x = (Double) a;
      double y = (Double) b;
      if (x == y) {
        return 0;
      }
      return Double.compare(x, y);
    }
    if (a instanceof Boolean) {
      return Boolean.compare((Boolean) a, (Boolean) b);
    }
    return Long.compare((Long) a, (Long) b);
  }

  private static int compareTexts(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        // Surrogates come after every other character, as their code points do.
        boolean high = Character.isSurrogate(x);
        return high == Character.isSurrogate(y) ? Character.compare(x, y) : high ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  static String trimmed(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == ' ') {
      end--;
    }
    return text.substring(0, end);
  }

  /** Columns of a row as a key. */
  static List<Object> key(Object[] row, int[] columns) {
    List<Object> key = new ArrayList<>(columns.length);
    for (int column : columns) {
      Object value = row[column];
      if (value instanceof String) {
        value = trimmed((String) value);
      } else if (value instanceof Double) {
        value = (Double) value + 0.0;
      }
      key.add(value);
    }
    return key;
  }
}
