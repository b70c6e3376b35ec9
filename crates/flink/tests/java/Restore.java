import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.table.functions.ScalarFunction;

/**
 * Runs jobs that are stopped with a savepoint in the middle of their records and started again from it: {@code java Restore FOLDER…}. What both halves
 * write together is the output of a run that nothing interrupted.
 */
public final class Restore {
  private Restore() {}

  /** Passes records on; slowly behind the first {@code freely}, so that there is a middle to stop in. */
  public static final class Slowly extends ScalarFunction {
    private static final AtomicLong SEEN = new AtomicLong();
    private static volatile long freely = Long.MAX_VALUE;

    static void after(long records) {
      SEEN.set(0);
      freely = records;
    }

    public String eval(String data) throws InterruptedException {
      if (SEEN.incrementAndGet() > freely) {
        Thread.sleep(10);
      }
      return data;
    }
  }

  public static void main(String[] folders) throws Exception {
    boolean failed = false;
    for (String folder : folders) {
      try {
        restore(Path.of(folder));
      } catch (Exception | StackOverflowError cause) {
        failed = true;
        RunSql.told(folder, cause);
      }
    }
    System.exit(failed ? 1 : 0);
  }

  private static void restore(Path folder) throws Exception {
    String text = RunSql.script(folder.resolve("job_local.sql"), "1");
    String slow = text.replace("KDA_RECORDS(s.`data`", "KDA_RECORDS(SLOWLY(s.`data`)");
    if (slow.equals(text)) {
      throw new IllegalStateException("the job takes no records apart");
    }
    long records;
    try (Stream<String> lines = Files.lines(folder.resolve("records.ndjson"))) {
      records = lines.count();
    }
    Slowly.after(records / 2);
    TableResult first = RunSql.run(slow, environment());
    JobClient job = first.getJobClient().orElseThrow();
    while (Slowly.SEEN.get() <= records / 2 + 5 && !job.getJobStatus().get().isGloballyTerminalState()) {
      Thread.sleep(5);
    }
    String savepoint =
        job.stopWithSavepoint(false, folder.resolve("savepoint").toUri().toString(), SavepointFormatType.CANONICAL)
            .get();
    long seen = Slowly.SEEN.get();
    first.await();
    if (seen >= records) {
      throw new IllegalStateException("the job had read all its records when it was stopped");
    }
    Slowly.after(Long.MAX_VALUE);
    TableEnvironment again = environment();
    again.getConfig().set("execution.state-recovery.path", savepoint);
    RunSql.run(slow, again).await();
    System.out.printf("%s stopped after %d of %d records, and went on%n", folder.getFileName(), seen, records);
  }

  private static TableEnvironment environment() {
    TableEnvironment environment = RunSql.environment();
    environment.createTemporarySystemFunction("SLOWLY", Slowly.class);
    return environment;
  }
}
