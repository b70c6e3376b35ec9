package rillcut.flink;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.FunctionHint;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.catalog.DataTypeFactory;
import org.apache.flink.table.functions.TableFunction;
import org.apache.flink.table.types.inference.TypeInference;
import org.apache.flink.types.Row;

/**
 * A record's text as rows of the source stream, with KDA's coercions: what fits no column is a row with {@code $error} and nothing else.
 *
 * <p>Flink's own json format converts otherwise (123.4 becomes the INTEGER 123, texts keep their length), so records are read as they are and taken apart here. The
 * specification is JSON: {@code {"format":"JSON","path":["a"],"columns":[{"type":"INTEGER","path":["b"]}]}}, or
 * {@code {"format":"CSV","column":",","row":"\n","raw":false,"columns":[…]}}.
 */
@FunctionHint(output = @DataTypeHint("ROW<c0 BIGINT>"))
public class Records extends TableFunction<Row> {
  private static final Map<String, Schema> KNOWN = new ConcurrentHashMap<>();

  static final class Column {
    String type;
    int precision;
    int scale;
    String[] path;
    char letter;
  }

  static final class Schema {
    boolean json;
    boolean raw;
    String[] path = new String[0];
    String columnDelimiter;
    String rowDelimiter;
    Column[] columns;

    static Schema of(String text) {
      return KNOWN.computeIfAbsent(text, Schema::read);
    }

    private static Schema read(String text) {
      Json.Node root = Json.read(text, 0);
      Schema schema = new Schema();
      schema.json = root.member("format").text().equals("JSON");
      if (schema.json) {
        schema.path = names(root.member("path"));
      } else {
        schema.columnDelimiter = root.member("column").text();
        schema.rowDelimiter = root.member("row").text();
        schema.raw = root.member("raw").raw().equals("true");
      }
      List<Json.Node> columns = root.member("columns").elements;
      schema.columns = new Column[columns.size()];
      for (int i = 0; i < schema.columns.length; i++) {
        Column column = new Column();
        String type = columns.get(i).member("type").text();
        int open = type.indexOf('(');
        column.type = open < 0 ? type : type.substring(0, open);
        if (open >= 0) {
          String[] parts = type.substring(open + 1, type.length() - 1).split(",");
          column.precision = Integer.parseInt(parts[0].trim());
          column.scale = parts.length > 1 ? Integer.parseInt(parts[1].trim()) : 0;
        } else {
          column.precision = Integer.MAX_VALUE;
        }
        column.path = schema.json ? names(columns.get(i).member("path")) : null;
        column.letter = letter(column.type);
        schema.columns[i] = column;
      }
      return schema;
    }

    private static String[] names(Json.Node node) {
      return node.elements.stream().map(Json.Node::text).toArray(String[]::new);
    }

    private static char letter(String type) {
      switch (type) {
        case "VARCHAR":
        case "CHAR":
          return 'T';
        case "BOOLEAN":
          return 'B';
        case "REAL":
        case "DOUBLE":
          return 'D';
        default:
          return 'L';
      }
    }
  }

  /** A value that does not fit. */
  static final class Misfit extends Exception {
    Misfit(String message) {
      super(message, null, false, false);
    }
  }

  private long index;

  public void eval(String data, String specification) {
    Schema schema = Schema.of(specification);
    index = 0;
    if (data == null) {
      fault(schema, "REC0101 the record is empty");
      return;
    }
    String text = data.startsWith("\ufeff") ? data.substring(1) : data;
    if (schema.json) {
      json(schema, text);
    } else {
      csv(schema, text);
    }
  }

  private void json(Schema schema, String text) {
    int at = Json.blanks(text, 0);
    if (at == text.length()) {
      fault(schema, "REC0101 the record is empty");
      return;
    }
    while (at < text.length()) {
      Json.Node node;
      try {
        node = Json.read(text, at);
      } catch (Json.Broken broken) {
        fault(schema, "REC0103 the record is no JSON: " + broken.getMessage());
        return;
      }
      at = Json.blanks(text, node.end);
      Json.Node place = node;
      for (String name : schema.path) {
        place = place == null ? null : place.member(name);
      }
      if (place == null) {
        fault(schema, "REC0106 the record has no value at its row path");
      } else if (place.elements != null) {
        if (place.elements.isEmpty()) {
          fault(schema, "REC0101 the record is empty");
        }
        for (Json.Node element : place.elements) {
          object(schema, element);
        }
      } else {
        object(schema, place);
      }
    }
  }

  private void object(Schema schema, Json.Node node) {
    if (node.members == null) {
      fault(schema, "REC0105 the record is no JSON object");
      return;
    }
    Row row = new Row(schema.columns.length + 2);
    for (int i = 0; i < schema.columns.length; i++) {
      Column column = schema.columns[i];
      Json.Node value = node;
      for (String name : column.path) {
        value = value == null ? null : value.member(name);
      }
      try {
        row.setField(i, value == null ? null : coerce(column, value.kind, value.kind == 's' ? value.text() : value.raw()));
      } catch (Misfit misfit) {
        fault(schema, "REC0104 column " + (i + 1) + " is " + column.type + ", " + misfit.getMessage());
        return;
      }
    }
    give(schema, row);
  }

  private void csv(Schema schema, String text) {
    int at = 0;
    int rows = 0;
    while (at < text.length()) {
      Row row = new Row(schema.columns.length + 2);
      int start = at;
      int column = 0;
      String error = null;
      boolean more = true;
      boolean any = false;
      while (more) {
        String value;
        boolean quoted = !schema.raw && at < text.length() && text.charAt(at) == '"';
        int end;
        if (quoted) {
          StringBuilder out = new StringBuilder();
          end = at + 1;
          while (true) {
            int quote = text.indexOf('"', end);
            if (quote < 0) {
              fault(schema, "REC0108 a quote is not closed");
              return;
            }
            out.append(text, end, quote);
            end = quote + 1;
            if (end < text.length() && text.charAt(end) == '"') {
              out.append('"');
              end++;
            } else {
              break;
            }
          }
          value = out.toString();
          if (schema.rowDelimiter.equals("\n") && text.startsWith("\r", end)) {
            end++;
          }
          boolean stops =
              end == text.length()
                  || text.startsWith(schema.rowDelimiter, end)
                  || text.startsWith(schema.columnDelimiter, end);
          if (!stops) {
            fault(schema, "REC0108 something stands behind a closing quote");
            return;
          }
        } else {
          end = at;
          while (end < text.length()
              && !text.startsWith(schema.rowDelimiter, end)
              && !text.startsWith(schema.columnDelimiter, end)) {
            end++;
          }
          boolean ends = end == text.length() || text.startsWith(schema.rowDelimiter, end);
          int cut = end;
          if (ends && schema.rowDelimiter.equals("\n") && cut > at && text.charAt(cut - 1) == '\r') {
            cut--;
          }
          value = cut == at ? null : text.substring(at, cut);
        }
        any |= value != null || end > start;
        if (column < schema.columns.length && error == null) {
          try {
            row.setField(column, value == null ? null : coerce(schema.columns[column], 's', value));
          } catch (Misfit misfit) {
            error = "REC0104 column " + (column + 1) + " is " + schema.columns[column].type + ", " + misfit.getMessage();
          }
        }
        column++;
        if (end == text.length()) {
          at = end;
          more = false;
        } else if (text.startsWith(schema.rowDelimiter, end)) {
          at = end + schema.rowDelimiter.length();
          more = false;
        } else {
          at = end + schema.columnDelimiter.length();
          any = true;
          if (at == text.length()) {
            more = column < schema.columns.length + 1;
          }
        }
      }
      if (!any) {
        continue;
      }
      rows++;
      if (error != null) {
        fault(schema, error);
      } else {
        give(schema, row);
      }
    }
    if (rows == 0) {
      fault(schema, "REC0101 the record is empty");
    }
  }

  private void give(Schema schema, Row row) {
    row.setField(schema.columns.length + 1, index++);
    collect(row);
  }

  private void fault(Schema schema, String message) {
    Row row = new Row(schema.columns.length + 2);
    row.setField(schema.columns.length, message);
    row.setField(schema.columns.length + 1, index++);
    collect(row);
  }

  /** The table of KDA's coercions; kinds are s text, n number, t and f truth, 0 null, o an array or object. */
  static Object coerce(Column column, char kind, String text) throws Misfit {
    if (kind == '0') {
      return null;
    }
    switch (column.type) {
      case "VARCHAR":
      case "CHAR":
        return Texts.cut(text, column.precision);
      case "BOOLEAN":
        switch (kind) {
          case 't':
            return true;
          case 'f':
            return false;
          case 'n':
            return new BigDecimal(text).signum() != 0;
          case 's':
            return text.equalsIgnoreCase("true");
          default:
            throw new Misfit("which takes no such value");
        }
      case "DATE":
      case "TIME":
      case "TIMESTAMP":
        if (kind != 's') {
          throw new Misfit("which takes no such value");
        }
        String trimmed = text.strip();
        Long at =
            column.type.equals("DATE")
                ? Times.date(trimmed)
                : column.type.equals("TIME") ? Times.time(trimmed) : Times.timestamp(trimmed);
        if (at == null && column.type.equals("TIMESTAMP")) {
          at = Times.date(trimmed);
        }
        if (at == null) {
          throw new Misfit("which the text does not fit");
        }
        return at;
      default:
        return number(column, kind, text);
    }
  }

  private static Object number(Column column, char kind, String text) throws Misfit {
    String digits = kind == 't' ? "1" : kind == 'f' ? "0" : text.strip();
    if (kind == 'o') {
      throw new Misfit("which takes no such value");
    }
    if (!Texts.isNumber(digits)) {
      throw new Misfit("which the text does not fit: it is no number");
    }
    if (column.letter == 'D') {
      double value = Double.parseDouble(digits);
      value = column.type.equals("REAL") ? Float.parseFloat(digits) : value;
      if (Double.isInfinite(value)) {
        throw new Misfit("which the number does not fit");
      }
      return value;
    }
    BigInteger least;
    BigInteger greatest;
    int scale = 0;
    switch (column.type) {
      case "TINYINT":
        least = BigInteger.valueOf(Byte.MIN_VALUE);
        greatest = BigInteger.valueOf(Byte.MAX_VALUE);
        break;
      case "SMALLINT":
        least = BigInteger.valueOf(Short.MIN_VALUE);
        greatest = BigInteger.valueOf(Short.MAX_VALUE);
        break;
      case "INTEGER":
        least = BigInteger.valueOf(Integer.MIN_VALUE);
        greatest = BigInteger.valueOf(Integer.MAX_VALUE);
        break;
      case "DECIMAL":
        scale = column.scale;
        greatest = BigInteger.TEN.pow(column.precision).subtract(BigInteger.ONE);
        least = greatest.negate();
        break;
      default:
        least = BigInteger.valueOf(Long.MIN_VALUE);
        greatest = BigInteger.valueOf(Long.MAX_VALUE);
    }
    try {
      BigDecimal number = new BigDecimal(digits);
      if (number.signum() != 0 && Math.abs((long) number.precision() - number.scale()) > 40) {
        throw new Misfit("which the number does not fit");
      }
      BigInteger value = number.setScale(scale).unscaledValue();
      if (value.compareTo(least) < 0 || value.compareTo(greatest) > 0) {
        throw new Misfit("which the number does not fit");
      }
      return value.longValue();
    } catch (ArithmeticException digitsLost) {
      throw new Misfit("which the number does not fit");
    }
  }

  @Override
  public TypeInference getTypeInference(DataTypeFactory factory) {
    return TypeInference.newBuilder()
        .typedArguments(DataTypes.STRING(), DataTypes.STRING())
        .outputTypeStrategy(
            call -> {
              Optional<String> text = call.getArgumentValue(1, String.class);
              return text.map(
                  specification -> {
                    List<DataTypes.Field> fields = new ArrayList<>();
                    Schema schema = Schema.of(specification);
                    for (int i = 0; i < schema.columns.length; i++) {
                      fields.add(DataTypes.FIELD("c" + i, Spec.type(schema.columns[i].letter)));
                    }
                    fields.add(DataTypes.FIELD("$error", DataTypes.STRING()));
                    fields.add(DataTypes.FIELD("$index", DataTypes.BIGINT()));
                    return DataTypes.ROW(fields);
                  });
            })
        .build();
  }
}
