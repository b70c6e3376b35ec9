package rillcut.flink;

import org.apache.flink.table.functions.AggregateFunction;

/**
 * Aggregates of texts that keep one of a group's: the first, the least, the greatest, by the lab's order. Texts that differ in trailing blanks only are equal, and
 * of equal ones the first stays, which Flink's own MIN and MAX, by octets, do not know.
 */
public abstract class Kept extends AggregateFunction<String, Kept.Text> {
  /** The text so far. */
  public static class Text {
    public String text;
  }

  /** Whether a new text takes the place of the one that is kept. */
  abstract boolean better(String text, String kept);

  @Override
  public Text createAccumulator() {
    return new Text();
  }

  public void accumulate(Text kept, String text) {
    if (text != null && (kept.text == null || better(text, kept.text))) {
      kept.text = text;
    }
  }

  public void merge(Text into, Iterable<Text> others) {
    for (Text other : others) {
      accumulate(into, other.text);
    }
  }

  @Override
  public String getValue(Text kept) {
    return kept.text;
  }

  /** The first that came. */
  public static class First extends Kept {
    @Override
    boolean better(String text, String kept) {
      return false;
    }
  }

  /** MIN. */
  public static class Least extends Kept {
    @Override
    boolean better(String text, String kept) {
      return Values.compare(text, kept) < 0;
    }
  }

  /** MAX. */
  public static class Greatest extends Kept {
    @Override
    boolean better(String text, String kept) {
      return Values.compare(text, kept) > 0;
    }
  }
}
