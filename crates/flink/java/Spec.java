package rillcut.flink;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.types.DataType;

/**
 * What the exporter tells a function: {@code in=3 out=LDT ordered …}, words with blanks between.
 *
 * <p>Types are letters: L BIGINT, D DOUBLE, B BOOLEAN, T STRING.
 */
final class Spec {
  private static final Map<String, Spec> KNOWN = new ConcurrentHashMap<>();

  final String[] words;
  int inputs;
  String outputs = "";
  boolean ordered;

  private Spec(String text) {
    words = text.trim().split(" +");
    for (String word : words) {
      if (word.startsWith("in=")) {
        inputs = Integer.parseInt(word.substring(3));
      } else if (word.startsWith("out=")) {
        outputs = word.substring(4);
      } else if (word.equals("ordered")) {
        ordered = true;
      }
    }
  }

  static Spec of(String text) {
    return KNOWN.computeIfAbsent(text, Spec::new);
  }

  /** The value of {@code name=value}. */
  String get(String name) {
    for (String word : words) {
      if (word.startsWith(name) && word.length() > name.length() && word.charAt(name.length()) == '=') {
        return word.substring(name.length() + 1);
      }
    }
    return null;
  }

  long number(String name) {
    return Long.parseLong(get(name));
  }

  /** Whole numbers with commas between; none of an empty value. */
  static int[] numbers(String text) {
    if (text == null || text.isEmpty()) {
      return new int[0];
    }
    String[] parts = text.split(",");
    int[] numbers = new int[parts.length];
    for (int i = 0; i < parts.length; i++) {
      numbers[i] = Integer.parseInt(parts[i]);
    }
    return numbers;
  }

  static DataType type(char letter) {
    switch (letter) {
      case 'L':
        return DataTypes.BIGINT();
      case 'D':
        return DataTypes.DOUBLE();
      case 'B':
        return DataTypes.BOOLEAN();
      default:
        return DataTypes.STRING();
    }
  }
}
