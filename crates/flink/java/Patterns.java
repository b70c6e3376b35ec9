package rillcut.flink;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.table.functions.ScalarFunction;

/** Patterns of KDA SQL: Java's regular expressions, LIKE and SIMILAR TO. */
public final class Patterns {
  private static final Map<String, Pattern> KNOWN = new ConcurrentHashMap<>();

  private Patterns() {}

  private static Pattern java(String text) {
    return KNOWN.computeIfAbsent(text, Pattern::compile);
  }

  /** LIKE; only % _ and the escape character mean something. */
  public static class Like extends ScalarFunction {
    public Boolean eval(String text, String pattern, String escape) {
      if (text == null || pattern == null || escape == null) {
        return null;
      }
      return KNOWN
          .computeIfAbsent("like\u0000" + escape + "\u0000" + pattern, key -> like(pattern, escape))
          .matcher(text)
          .matches();
    }
  }

  private static Pattern like(String pattern, String escape) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); ) {
      int c = pattern.codePointAt(i);
      String one = new String(Character.toChars(c));
      i += one.length();
      if (one.equals(escape) && i < pattern.length()) {
        String next = new String(Character.toChars(pattern.codePointAt(i)));
        i += next.length();
        regex.append(Pattern.quote(next));
      } else {
        regex.append(c == '_' ? "." : c == '%' ? ".*" : Pattern.quote(one));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  /** REGEX_REPLACE(text, regex, replacement, start, occurrence): occurrence 0 is every one. */
  public static class Replace extends ScalarFunction {
    public String eval(String text, String regex, String replacement, Long start, Long occurrence) {
      if (text == null || regex == null || replacement == null || start == null || occurrence == null) {
        return null;
      }
      if (start < 1 || occurrence < 0) {
        return null;
      }
      int characters = text.codePointCount(0, text.length());
      if (start > Math.max(characters, 1)) {
        return text;
      }
      int from = text.offsetByCodePoints(0, (int) (start - 1));
      Matcher matcher = java(regex).matcher(text);
      StringBuilder out = new StringBuilder();
      long number = 0;
      boolean found = matcher.find(from);
      while (found) {
        number++;
        if (occurrence == 0 || number == occurrence) {
          // What lies between the last replacement, at first the text's beginning, and this match comes with it.
          matcher.appendReplacement(out, replacement);
        }
        found = number != occurrence && matcher.find();
      }
      return matcher.appendTail(out).toString();
    }
  }

  /** SUBSTRING(text FROM regex): the first match. */
  public static class First extends ScalarFunction {
    public String eval(String text, String regex) {
      if (text == null || regex == null) {
        return null;
      }
      Matcher matcher = java(regex).matcher(text);
      return matcher.find() ? matcher.group() : null;
    }
  }

  /** REGEX_LOG_PARSE: the groups as a record, NULL without a match. */
  public static class Log extends ScalarFunction {
    public String eval(String text, String regex) {
      if (text == null || regex == null) {
        return null;
      }
      Matcher matcher = java(regex).matcher(text);
      if (!matcher.find()) {
        return null;
      }
      StringBuilder out = new StringBuilder();
      for (int group = 1; group <= matcher.groupCount(); group++) {
        String field = matcher.group(group);
        if (field == null) {
          out.append('~');
        } else {
          out.append(field.length()).append(':').append(field);
        }
      }
      return out.toString();
    }
  }
}
