package rillcut.flink;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A small reader of JSON that knows the text of each value: a number or an object can become a VARCHAR as it is written. */
final class Json {
  private static final int DEEPEST = 128;
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

  /** A text that is no JSON. */
  static final class Broken extends RuntimeException {
    Broken(String message) {
      super(message, null, false, false);
    }
  }

  /** A value: s text, n number, t and f truth, 0 null, o an array or object. */
  static final class Node {
    char kind;
    int start;
    int end;
    String source;
    List<String> names;
    List<Node> members;
    List<Node> elements;

    /** The last member of that name. */
    Node member(String name) {
      if (members == null) {
        return null;
      }
      for (int i = names.size() - 1; i >= 0; i--) {
        if (names.get(i).equals(name)) {
          return members.get(i);
        }
      }
      return null;
    }

    String raw() {
      return source.substring(start, end);
    }

    /** A text without its quotes and escapes. */
    String text() {
      return unescape(source, start + 1, end - 1);
    }
  }

  private Json() {}

  static int blanks(String text, int at) {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at;
  }

  static Node read(String text, int at) {
    return value(text, blanks(text, at), 0);
  }

  private static Node value(String text, int at, int depth) {
    if (depth > DEEPEST) {
      throw new Broken("it is nested too deeply");
    }
    Node node = new Node();
    node.source = text;
    node.start = at;
    char c = at < text.length() ? text.charAt(at) : '\0';
    switch (c) {
      case '{':
        node.kind = 'o';
        node.names = new ArrayList<>();
        node.members = new ArrayList<>();
        at = blanks(text, at + 1);
        if (at < text.length() && text.charAt(at) == '}') {
          node.end = at + 1;
          return node;
        }
        while (true) {
          if (at >= text.length() || text.charAt(at) != '"') {
            throw new Broken("a name is missing");
          }
          int end = stringEnd(text, at);
          node.names.add(unescape(text, at + 1, end - 1));
          at = blanks(text, end);
          if (at >= text.length() || text.charAt(at) != ':') {
            throw new Broken("a colon is missing");
          }
          Node member = value(text, blanks(text, at + 1), depth + 1);
          node.members.add(member);
          at = blanks(text, member.end);
          char next = at < text.length() ? text.charAt(at) : '\0';
          if (next == '}') {
            node.end = at + 1;
            return node;
          }
          if (next != ',') {
            throw new Broken("a comma or the end of the object is missing");
          }
          at = blanks(text, at + 1);
        }
      case '[':
        node.kind = 'o';
        node.elements = new ArrayList<>();
        at = blanks(text, at + 1);
        if (at < text.length() && text.charAt(at) == ']') {
          node.end = at + 1;
          return node;
        }
        while (true) {
          Node element = value(text, at, depth + 1);
          node.elements.add(element);
          at = blanks(text, element.end);
          char next = at < text.length() ? text.charAt(at) : '\0';
          if (next == ']') {
            node.end = at + 1;
            return node;
          }
          if (next != ',') {
            throw new Broken("a comma or the end of the array is missing");
          }
          at = blanks(text, at + 1);
        }
      case '"':
        node.kind = 's';
        node.end = stringEnd(text, at);
        return node;
      case 't':
        return literal(node, "true", 't');
      case 'f':
        return literal(node, "false", 'f');
      case 'n':
        return literal(node, "null", '0');
      default:
        node.kind = 'n';
        node.end = numberEnd(text, at);
        return node;
    }
  }

  private static Node literal(Node node, String word, char kind) {
    if (!node.source.startsWith(word, node.start)) {
      throw new Broken("a value is missing");
    }
    node.kind = kind;
    node.end = node.start + word.length();
    return node;
  }

  private static int numberEnd(String text, int at) {
    Matcher number = NUMBER.matcher(text);
    number.region(at, text.length());
    if (!number.lookingAt()) {
      throw new Broken("a value is missing");
    }
    return number.end();
  }

  private static int stringEnd(String text, int at) {
    for (int i = at + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        return i + 1;
      }
      if (c == '\\') {
        i++;
      } else if (c < ' ') {
        throw new Broken("a control character stands in a text");
      }
    }
    throw new Broken("a text is not closed");
  }

  private static String unescape(String text, int start, int end) {
    if (text.indexOf('\\', start) < 0 || text.indexOf('\\', start) >= end) {
      return text.substring(start, end);
    }
    StringBuilder out = new StringBuilder();
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      i++;
      switch (text.charAt(i)) {
        case 'n':
          out.append('\n');
          break;
        case 't':
          out.append('\t');
          break;
        case 'r':
          out.append('\r');
          break;
        case 'b':
          out.append('\b');
          break;
        case 'f':
          out.append('\f');
          break;
        case 'u':
          out.append((char) Integer.parseInt(text.substring(i + 1, i + 5), 16));
          i += 4;
          break;
        default:
          out.append(text.charAt(i));
      }
    }
    return out.toString();
  }
}
