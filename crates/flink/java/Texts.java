package rillcut.flink;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.flink.table.functions.ScalarFunction;

/** Texts of KDA SQL: characters are code points, positions count from 1. */
public final class Texts {
  private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+");
  private static final Pattern EXACT = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

  private Texts() {}

  /** Whether a text is a number as SQL, JSON or Java writes it. */
  static boolean isNumber(String text) {
    return NUMBER.matcher(text).matches();
  }

  private static int characters(String text) {
    return text.codePointCount(0, text.length());
  }

  /** The index at which a character begins; past the end it is the end. */
  private static int index(String text, long character) {
    if (character <= 0) {
      return 0;
    }
    return character >= characters(text) ? text.length() : text.offsetByCodePoints(0, (int) character);
  }

  static String cut(String text, long length) {
    return text.substring(0, index(text, length));
  }

  /** Hexadecimal digits as the text of their octets. */
  static String unhex(String hex) {
    byte[] bytes = new byte[hex.length() / 2];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** A name as a JSON string. */
  static void pushName(StringBuilder out, String name) {
    out.append('"');
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  /** A text cut to so many characters; a CHAR filled up with blanks. */
  public static class Cut extends ScalarFunction {
    public String eval(String text, Long length, Boolean pad) {
      if (text == null) {
        return null;
      }
      String cut = cut(text, length);
      return pad ? cut + " ".repeat((int) (length - characters(cut))) : cut;
    }
  }

  /** A text when it is no longer than its type; a CHAR filled up with blanks. */
  public static class FitText extends ScalarFunction {
    public String eval(String text, Long length, Boolean pad) {
      if (text == null || text.length() > length) {
        return null;
      }
      return pad ? text + " ".repeat((int) (length - text.length())) : text;
    }
  }

  /** UPPER. */
  public static class Upper extends ScalarFunction {
    public String eval(String text) {
      return text == null ? null : text.toUpperCase(Locale.ROOT);
    }
  }

  /** LOWER. */
  public static class Lower extends ScalarFunction {
    public String eval(String text) {
      return text == null ? null : text.toLowerCase(Locale.ROOT);
    }
  }

  /** INITCAP: words are parted by white space. */
  public static class Initcap extends ScalarFunction {
    public String eval(String text) {
      if (text == null) {
        return null;
      }
      StringBuilder out = new StringBuilder();
      boolean inside = false;
      for (int i = 0; i < text.length(); ) {
        int c = text.codePointAt(i);
        String one = new String(Character.toChars(c));
        out.append(inside ? one.toLowerCase(Locale.ROOT) : one.toUpperCase(Locale.ROOT));
        inside = !(Character.isWhitespace(c) || Character.isSpaceChar(c));
        i += Character.charCount(c);
      }
      return out.toString();
    }
  }

  /** CHAR_LENGTH. */
  public static class Length extends ScalarFunction {
    public Long eval(String text) {
      return text == null ? null : (Long) (long) characters(text);
    }
  }

  /** SUBSTRING; past the end NULL in the form with commas, else ''. */
  public static class Substring extends ScalarFunction {
    public String eval(String text, Long start, Boolean comma) {
      return text == null || start == null ? null : part(text, start, Long.MAX_VALUE, comma);
    }

    public String eval(String text, Long start, Long length, Boolean comma) {
      if (text == null || start == null || length == null || length < 0) {
        return null;
      }
      long end = start + length < start ? Long.MAX_VALUE : start + length;
      return part(text, start, end, comma);
    }

    private static String part(String text, long start, long end, boolean comma) {
      if (comma && start > characters(text)) {
        return null;
      }
      int from = index(text, Math.max(start, 1) - 1);
      int to = index(text, Math.max(end, 1) - 1);
      return text.substring(from, Math.max(from, to));
    }
  }

  /** POSITION(needle IN text). */
  public static class Position extends ScalarFunction {
    public Long eval(String needle, String text) {
      if (needle == null || text == null) {
        return null;
      }
      int at = text.indexOf(needle);
      return at < 0 ? 0L : (Long) (text.codePointCount(0, at) + 1L);
    }
  }

  /** TRIM of one character: BOTH, LEADING or TRAILING. */
  public static class Trim extends ScalarFunction {
    public String eval(String sides, String character, String text) {
      if (character == null || text == null || characters(character) != 1) {
        return null;
      }
      String rest = text;
      if (!sides.equals("TRAILING")) {
        while (rest.startsWith(character)) {
          rest = rest.substring(character.length());
        }
      }
      if (!sides.equals("LEADING")) {
        while (rest.endsWith(character)) {
          rest = rest.substring(0, rest.length() - character.length());
        }
      }
      return rest;
    }
  }

  /** OVERLAY. */
  public static class Overlay extends ScalarFunction {
    public String eval(String text, String replacement, Long start) {
      return replacement == null ? null : eval(text, replacement, start, (long) characters(replacement));
    }

    public String eval(String text, String replacement, Long start, Long length) {
      if (text == null || replacement == null || start == null || length == null || length < 0) {
        return null;
      }
      long first = start - 1;
      int from = index(text, first);
      int to = index(text, first + length < first ? Long.MAX_VALUE : first + length);
      return text.substring(0, from) + replacement + text.substring(Math.max(from, to));
    }
  }

  /** A text without trailing blanks, which do not count in comparisons. */
  public static class Trimmed extends ScalarFunction {
    public String eval(String text) {
      return text == null ? null : Values.trimmed(text);
    }
  }

  /** Less than 0, 0 or more: two texts in the order of their code points, without trailing blanks. */
  public static class Compare extends ScalarFunction {
    public Integer eval(String a, String b) {
      return a == null || b == null ? null : (Integer) Values.compare(a, b);
    }
  }

  /** CAST to a whole number or to the unscaled DECIMAL of a scale. */
  public static class ToLong extends ScalarFunction {
    public Long eval(String text, Integer scale, Boolean whole, Long least, Long greatest) {
      if (text == null) {
        return null;
      }
      String number = blanks(text);
      if (!(whole ? WHOLE : EXACT).matcher(number).matches()) {
        return null;
      }
      BigInteger value =
          new BigDecimal(number).setScale(scale, java.math.RoundingMode.HALF_UP).unscaledValue();
      boolean fits =
          value.compareTo(BigInteger.valueOf(least)) >= 0 && value.compareTo(BigInteger.valueOf(greatest)) <= 0;
      return fits ? (Long) value.longValue() : null;
    }
  }

  static String blanks(String text) {
    int start = 0;
    while (start < text.length() && text.charAt(start) == ' ') {
      start++;
    }
    return Values.trimmed(text.substring(start));
  }

  /** CAST to DOUBLE. */
  public static class ToDouble extends ScalarFunction {
    public Double eval(String text) {
      if (text == null) {
        return null;
      }
      String number = blanks(text);
      if (!isNumber(number)) {
        return null;
      }
      double value = Double.parseDouble(number);
      return Double.isInfinite(value) ? null : (Double) value;
    }
  }

  /** CAST to BOOLEAN. */
  public static class ToBoolean extends ScalarFunction {
    public Boolean eval(String text) {
      if (text == null) {
        return null;
      }
      String word = blanks(text);
      return word.equalsIgnoreCase("TRUE") ? Boolean.TRUE : word.equalsIgnoreCase("FALSE") ? Boolean.FALSE : null;
    }
  }

  /** A number as text, as Java writes it: the shortest digits that give the same double. */
  public static class FromDouble extends ScalarFunction {
    public String eval(Double value, Boolean real) {
      if (value == null) {
        return null;
      }
      return real ? shortest(Float.toString((float) (double) value)) : shortest(Double.toString(value), value);
    }

    private static String shortest(String text) {
      return text;
    }

    /** Java before 19 writes a digit too many now and then. */
    private static String shortest(String text, double value) {
      int exponent = text.indexOf('E');
      String digits = exponent < 0 ? text : text.substring(0, exponent);
      String power = exponent < 0 ? "" : text.substring(exponent);
      int point = digits.indexOf('.');
      if (point < 0 || digits.length() - point <= 2 || digits.length() < 16) {
        return text;
      }
      BigDecimal exact = new BigDecimal(digits);
      BigDecimal shorter = exact.setScale(exact.scale() - 1, java.math.RoundingMode.HALF_EVEN);
      for (BigDecimal candidate :
          new BigDecimal[] {
            shorter, shorter.add(BigDecimal.ONE.scaleByPowerOfTen(-shorter.scale())),
            shorter.subtract(BigDecimal.ONE.scaleByPowerOfTen(-shorter.scale()))
          }) {
        String written = candidate.toPlainString() + power;
        if (Double.parseDouble(written) == value) {
          return written;
        }
      }
      return text;
    }
  }

  /** A whole number or decimal as text. */
  public static class FromLong extends ScalarFunction {
    public String eval(Long value, Integer scale) {
      return value == null ? null : BigDecimal.valueOf(value, scale).toPlainString();
    }
  }

  /** A field of a record of a log parser. */
  public static class Field extends ScalarFunction {
    public String eval(String record, Integer index, Long length) {
      if (record == null) {
        return null;
      }
      int at = 0;
      for (int field = 0; at < record.length(); field++) {
        if (record.charAt(at) == '~') {
          if (field == index) {
            return null;
          }
          at++;
          continue;
        }
        int colon = record.indexOf(':', at);
        int end = colon + 1 + Integer.parseInt(record.substring(at, colon));
        if (field == index) {
          return cut(record.substring(colon + 1, end), length);
        }
        at = end;
      }
      return null;
    }
  }
}
