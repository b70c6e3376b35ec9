import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.table.api.ExplainDetail;
import org.apache.flink.table.api.TableEnvironment;

/**
 * Has Flink plan each job for the cloud, down to the operators that it would deploy: {@code java Explain FOLDER…}. The parameters get values; {@link Kinesis}
 * stands for the connector.
 */
public final class Explain {
  private Explain() {}

  public static void main(String[] folders) throws Exception {
    int good = 0;
    for (String folder : folders) {
      try {
        explain(Files.readString(Path.of(folder, "job.sql")));
        good++;
      } catch (Exception | StackOverflowError cause) {
        RunSql.told(folder + "/job.sql", cause);
      }
    }
    System.out.printf("planned %d/%d%n", good, folders.length);
    System.exit(good == folders.length ? 0 : 1);
  }

  private static void explain(String text) {
    text = text.replace("${REGION}", "eu-west-1").replace("${IDLE}", "10 s");
    text = text.replace("${REFERENCE}", "s3://bucket/reference");
    text = text.replaceAll("\\$\\{(SOURCE|SINK)_ARN\\w*\\}", "arn:aws:kinesis:eu-west-1:123456789012:stream/s");
    TableEnvironment environment = RunSql.environment();
    for (String statement : RunSql.statements(text)) {
      if (statement.startsWith("SET ")) {
        String[] parts = statement.split("'");
        environment.getConfig().set(parts[1], parts[3]);
      } else if (statement.startsWith("EXECUTE ")) {
        environment.explainSql(statement, ExplainDetail.JSON_EXECUTION_PLAN);
      } else {
        environment.executeSql(statement);
      }
    }
  }
}
