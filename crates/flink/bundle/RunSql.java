import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.TableResult;

/**
 * Runs SQL scripts one after the other in one JVM: {@code java RunSql [--parallelism N] FOLDER/job_local.sql …}.
 *
 * <p>Puts {@code ${DIR}}, the script's folder, and {@code ${PARALLELISM}} in, and waits for each INSERT. A script that fails does not keep
 * the others from running; then the exit code is 1.
 *
 * <p>Without arguments it is an application: it starts the {@code job.sql} of its own jar and does not wait, since a service that runs applications
 * does so itself.
 */
public final class RunSql {
  private RunSql() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 0) {
      try (InputStream job = RunSql.class.getResourceAsStream("/job.sql")) {
        if (job == null) {
          throw new IllegalStateException("there is no job.sql in the jar, and no script was named");
        }
        run(new String(job.readAllBytes(), StandardCharsets.UTF_8), environment());
      }
      return;
    }
    String parallelism = "1";
    boolean failed = false;
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].equals("--parallelism")) {
        i++;
        parallelism = arguments[i];
        continue;
      }
      long start = System.nanoTime();
      try {
        TableResult result = run(script(Path.of(arguments[i]), parallelism), environment());
        if (result != null) {
          result.await();
        }
        System.out.printf("%s %.1f s%n", arguments[i], (System.nanoTime() - start) / 1e9);
      } catch (Exception | StackOverflowError cause) {
        failed = true;
        told(arguments[i], cause);
      }
    }
    System.exit(failed ? 1 : 0);
  }

  /** Says on standard output why a script failed. */
  static void told(String script, Throwable cause) {
    System.out.println(script + " failed");
    for (Throwable at = cause; at != null; at = at.getCause()) {
      String message = String.valueOf(at.getMessage()).replace("\n", " | ");
      System.out.println("  " + at.getClass().getSimpleName() + ": " + message);
    }
  }

  static TableEnvironment environment() {
    return TableEnvironment.create(EnvironmentSettings.newInstance().inStreamingMode().build());
  }

  /** A script's text with its folder and the parallelism put in. */
  static String script(Path script, String parallelism) throws Exception {
    String folder = script.toAbsolutePath().getParent().toUri().toString().replaceAll("/$", "");
    return Files.readString(script).replace("${DIR}", folder).replace("${PARALLELISM}", parallelism);
  }

  /** Starts a script; gives the result of its statement set, which may be running. */
  static TableResult run(String text, TableEnvironment environment) {
    TableResult started = null;
    for (String statement : statements(text)) {
      if (statement.startsWith("SET ")) {
        String[] parts = statement.split("'");
        environment.getConfig().set(parts[1], parts[3]);
        continue;
      }
      TableResult result = environment.executeSql(statement);
      if (statement.startsWith("EXECUTE")) {
        started = result;
      }
    }
    return started;
  }

  /** Statements end with a semicolon at the end of a line; a statement set with END. */
  static List<String> statements(String text) {
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
