package rillcut.flink;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.core.fs.Path;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.FunctionHint;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.catalog.DataTypeFactory;
import org.apache.flink.table.functions.TableFunction;
import org.apache.flink.table.types.inference.TypeInference;
import org.apache.flink.types.Row;

/**
 * The rows of a reference table, in its order, from a file of JSON arrays, one a row: loaded when the job starts, as the lab does.
 *
 * <p>A regular join with a table was rejected: it would miss the rows that are not read yet when the first records come, and cannot
 * keep unmatched rows without taking them back later.
 */
@FunctionHint(output = @DataTypeHint("ROW<c0 BIGINT>"))
public class ReferenceTable extends TableFunction<Row> {
  private static final Map<String, List<Row>> LOADED = new ConcurrentHashMap<>();

  /** Every row, for conditions of any kind. */
  public void eval(String path, String letters) {
    for (Row row : rows(path, letters)) {
      collect(row);
    }
  }

  /** The rows of which the columns have these values, given as texts. */
  public void eval(String path, String letters, String columns, String... keys) {
    int[] at = Spec.numbers(columns);
    for (Row row : rows(path, letters)) {
      boolean same = true;
      for (int i = 0; i < at.length && same; i++) {
        Object value = row.getField(at[i]);
        same = keys[i] != null && value != null && text(value).equals(keys[i]);
      }
      if (same) {
        collect(row);
      }
    }
  }

  private static String text(Object value) {
    return value instanceof String ? Values.trimmed((String) value) : value.toString();
  }

  private static List<Row> rows(String path, String letters) {
    return LOADED.computeIfAbsent(path + " " + letters, key -> load(path, letters));
  }

  private static List<Row> load(String path, String letters) {
    List<Row> rows = new ArrayList<>();
    Path file = new Path(path);
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(file.getFileSystem().open(file), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.isBlank()) {
          continue;
        }
        List<Json.Node> cells = Json.read(line, 0).elements;
        Row row = new Row(letters.length());
        for (int i = 0; i < letters.length(); i++) {
          row.setField(i, cell(cells.get(i), letters.charAt(i)));
        }
        rows.add(row);
      }
    } catch (IOException cause) {
      throw new IllegalStateException("the reference table " + path + " cannot be read", cause);
    }
    return rows;
  }

  private static Object cell(Json.Node node, char letter) {
    if (node.kind == '0') {
      return null;
    }
    switch (letter) {
      case 'L':
        return Long.parseLong(node.raw());
      case 'D':
        return Double.parseDouble(node.raw());
      case 'B':
        return node.kind == 't';
      default:
        return node.text();
    }
  }

  @Override
  public TypeInference getTypeInference(DataTypeFactory factory) {
    TypeInference found = super.getTypeInference(factory);
    return TypeInference.newBuilder()
        .inputTypeStrategy(found.getInputTypeStrategy())
        .outputTypeStrategy(
            call -> {
              Optional<String> letters = call.getArgumentValue(1, String.class);
              return letters.map(
                  text -> {
                    List<DataTypes.Field> fields = new ArrayList<>();
                    for (int i = 0; i < text.length(); i++) {
                      fields.add(DataTypes.FIELD("c" + i, Spec.type(text.charAt(i))));
                    }
                    return DataTypes.ROW(fields);
                  });
            })
        .build();
  }
}
