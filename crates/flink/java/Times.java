package rillcut.flink;

import java.text.ParsePosition;
import java.text.SimpleDateFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.regex.Pattern;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.functions.ScalarFunction;

/** Times of KDA SQL: epoch milliseconds, UTC. */
public final class Times {
  private static final long DAY = 86_400_000L;
  private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
  private static final Pattern CLOCK = Pattern.compile("[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?");

  private Times() {}

  static long settle(long ms, String type) {
    switch (type) {
      case "DATE":
        return ms - Math.floorMod(ms, DAY);
      case "TIME":
        return Math.floorMod(ms, DAY);
      default:
        return ms;
    }
  }

  /** ROWTIME as epoch milliseconds. */
  public static class Millis extends ScalarFunction {
    public Long eval(@DataTypeHint("TIMESTAMP_LTZ(3)") Instant at) {
      return at == null ? null : (Long) at.toEpochMilli();
    }

    public Long eval(@DataTypeHint("TIMESTAMP(3)") LocalDateTime at) {
      return at == null ? null : (Long) at.toInstant(ZoneOffset.UTC).toEpochMilli();
    }
  }

  /** Epoch milliseconds as a TIMESTAMP(3), for a sink. */
  public static class Timestamp extends ScalarFunction {
    public @DataTypeHint("TIMESTAMP(3)") LocalDateTime eval(Long ms) {
      return ms == null ? null : LocalDateTime.ofInstant(Instant.ofEpochMilli(ms), ZoneOffset.UTC);
    }
  }

  /** The value in the form of its type: a DATE is a midnight, a TIME less than a day. */
  public static class Settle extends ScalarFunction {
    public Long eval(Long ms, String type) {
      return ms == null ? null : (Long) settle(ms, type);
    }
  }

  private static long month(long ms) {
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(ms, DAY));
    return (date.getYear() - 1970L) * 12 + date.getMonthValue() - 1;
  }

  private static long start(long month) {
    LocalDate first =
        LocalDate.of((int) (1970 + Math.floorDiv(month, 12L)), (int) Math.floorMod(month, 12L) + 1, 1);
    return first.toEpochDay() * DAY;
  }

  /** FLOOR and CEIL of a time or an interval to a length in milliseconds, or to months. */
  public static class ToUnit extends ScalarFunction {
    public Long eval(Long value, Long width, Long months, Boolean up, String type) {
      if (value == null) {
        return null;
      }
      if (months > 0) {
        long index = month(value);
        long floor = index - Math.floorMod(index, months);
        return up && start(floor) < value ? start(floor + months) : start(floor);
      }
      long rest = Math.floorMod(value, width);
      return settle(up && rest > 0 ? value - rest + width : value - rest, type);
    }
  }

  /** STEP(x BY width). */
  public static class Step extends ScalarFunction {
    public Long eval(Long value, Long width, Boolean months, String type) {
      if (value == null || width == null || width <= 0) {
        return null;
      }
      if (months) {
        long index = month(value);
        return settle(start(index - Math.floorMod(index, width)), type);
      }
      return settle(value - Math.floorMod(value, width), type);
    }
  }

  /** EXTRACT; SECOND in thousandths. */
  public static class Extract extends ScalarFunction {
    public Long eval(Long value, String unit) {
      if (value == null) {
        return null;
      }
      LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(value, DAY));
      long time = Math.floorMod(value, DAY);
      switch (unit) {
        case "YEAR":
          return (long) date.getYear();
        case "MONTH":
          return (long) date.getMonthValue();
        case "DAY":
          return (long) date.getDayOfMonth();
        case "HOUR":
          return time / 3_600_000;
        case "MINUTE":
          return time / 60_000 % 60;
        default:
          return time % 60_000;
      }
    }
  }

  /** A datetime plus months keeps the day of the month, cut to the month's length. */
  public static class AddMonths extends ScalarFunction {
    public Long eval(Long at, Long months, String type) {
      if (at == null || months == null) {
        return null;
      }
      LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(at, DAY)).plusMonths(months);
      return settle(date.toEpochDay() * DAY + Math.floorMod(at, DAY), type);
    }
  }

  /** CAST of a text to DATE, TIME or TIMESTAMP, in the one form there is. */
  public static class FromText extends ScalarFunction {
    public Long eval(String text, String type) {
      if (text == null) {
        return null;
      }
      String trimmed = Texts.blanks(text);
      switch (type) {
        case "DATE":
          return date(trimmed);
        case "TIME":
          return time(trimmed);
        default:
          return trimmed.indexOf('.') >= 0 ? null : timestamp(trimmed);
      }
    }
  }

  static Long timestamp(String text) {
    int blank = text.indexOf(' ');
    if (blank < 0) {
      return null;
    }
    Long date = date(text.substring(0, blank));
    Long time = time(text.substring(blank + 1));
    return date == null || time == null ? null : (Long) (date + time);
  }

  static Long date(String text) {
    if (!DATE.matcher(text).matches()) {
      return null;
    }
    String[] parts = text.split("-");
    try {
      LocalDate date =
          LocalDate.of(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
      return date.toEpochDay() * DAY;
    } catch (java.time.DateTimeException none) {
      return null;
    }
  }

  static Long time(String text) {
    if (!CLOCK.matcher(text).matches()) {
      return null;
    }
    String[] clock = text.split("[:.]");
    long hour = Long.parseLong(clock[0]);
    long minute = Long.parseLong(clock[1]);
    long second = Long.parseLong(clock[2]);
    if (hour > 23 || minute > 59 || second > 59) {
      return null;
    }
    String fraction = clock.length > 3 ? (clock[3] + "000").substring(0, 3) : "0";
    return ((hour * 60 + minute) * 60 + second) * 1000 + Long.parseLong(fraction);
  }

  /** A DATE, TIME or TIMESTAMP as text: with a fraction only when there is one. */
  public static class ToText extends ScalarFunction {
    public String eval(Long value, String type) {
      if (value == null) {
        return null;
      }
      switch (type) {
        case "DATE":
          return dateText(value);
        case "TIME":
          return timeText(value);
        default:
          return dateText(value) + " " + timeText(Math.floorMod(value, DAY));
      }
    }
  }

  static String dateText(long ms) {
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(ms, DAY));
    return String.format("%04d-%02d-%02d", date.getYear(), date.getMonthValue(), date.getDayOfMonth());
  }

  static String timeText(long ms) {
    long second = ms / 1000;
    String clock = String.format("%02d:%02d:%02d", second / 3600, second / 60 % 60, second % 60);
    if (ms % 1000 == 0) {
      return clock;
    }
    return clock + String.format(".%03d", ms % 1000).replaceAll("0+$", "");
  }

  private static final Map<String, SimpleDateFormat> FORMATS = new HashMap<>();

  private static SimpleDateFormat format(String pattern) {
    return FORMATS.computeIfAbsent(
        pattern,
        text -> {
          SimpleDateFormat made = new SimpleDateFormat(text, Locale.US);
          made.setTimeZone(TimeZone.getTimeZone("UTC"));
          GregorianCalendar calendar = new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.US);
          calendar.setGregorianChange(new Date(Long.MIN_VALUE));
          made.setCalendar(calendar);
          return made;
        });
  }

  /** CHAR_TO_TIMESTAMP and its like: NULL when the text does not fit. */
  public static class Parse extends ScalarFunction {
    public Long eval(String pattern, String text, String type) {
      if (pattern == null || text == null) {
        return null;
      }
      synchronized (FORMATS) {
        Date date = format(pattern).parse(text, new ParsePosition(0));
        return date == null ? null : (Long) settle(date.getTime(), type);
      }
    }
  }

  /** TIMESTAMP_TO_CHAR and its like. */
  public static class Print extends ScalarFunction {
    public String eval(String pattern, Long at) {
      if (pattern == null || at == null) {
        return null;
      }
      synchronized (FORMATS) {
        return format(pattern).format(new Date(at));
      }
    }
  }
}
