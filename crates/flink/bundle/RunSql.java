import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.TableResult;

/**
 * Runs SQL scripts one after the other in one JVM: {@code java RunSql.java [--parallelism N] FOLDER/job_local.sql …}.
 *
 * <p>Puts {@code ${DIR}}, the script's folder, and {@code ${PARALLELISM}} in, and waits for each INSERT. A script that fails does not keep
 * the others from running; then the exit code is 1.
 */
public final class RunSql {
  private RunSql() {}

  public static void main(String[] arguments) throws Exception {
    String parallelism = "1";
    boolean failed = false;
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].equals("--parallelism")) {
        i++;
        parallelism = arguments[i];
        continue;
      }
      Path script = Path.of(arguments[i]).toAbsolutePath();
      long start = System.nanoTime();
      try {
        run(script, parallelism);
        System.out.printf("%s %.1f s%n", arguments[i], (System.nanoTime() - start) / 1e9);
      } catch (Exception | StackOverflowError cause) {
        failed = true;
        System.out.println(arguments[i] + " failed");
        for (Throwable at = cause; at != null; at = at.getCause()) {
          String message = String.valueOf(at.getMessage()).replace("\n", " | ");
          System.out.println("  " + at.getClass().getSimpleName() + ": " + message);
        }
      }
    }
    System.exit(failed ? 1 : 0);
  }

  private static void run(Path script, String parallelism) throws Exception {
    String text = Files.readString(script);
    text = text.replace("${DIR}", script.getParent().toUri().toString().replaceAll("/$", ""));
    text = text.replace("${PARALLELISM}", parallelism);
    TableEnvironment environment =
        TableEnvironment.create(EnvironmentSettings.newInstance().inStreamingMode().build());
    for (String statement : statements(text)) {
      if (statement.startsWith("SET ")) {
        String[] parts = statement.split("'");
        environment.getConfig().set(parts[1], parts[3]);
        continue;
      }
      TableResult result = environment.executeSql(statement);
      if (statement.startsWith("EXECUTE")) {
        result.await();
      }
    }
  }

  /** Statements end with a semicolon at the end of a line; a statement set with END. */
  private static List<String> statements(String text) {
    List<String> statements = new ArrayList<>();
    StringBuilder current = new StringBuilder();
    for (String line : text.split("\n")) {
      if (line.startsWith("--") || (line.isBlank() && current.length() == 0)) {
        continue;
      }
      current.append(line).append('\n');
      boolean set = current.toString().startsWith("EXECUTE STATEMENT SET");
      if (set ? line.equals("END;") : line.endsWith(";")) {
        String statement = current.toString().strip();
        statements.add(statement.substring(0, statement.length() - 1));
        current.setLength(0);
      }
    }
    return statements;
  }
}
