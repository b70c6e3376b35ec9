import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * Records a second, by the clock and by the processors' time, and heap of one job: {@code java Rate PARALLELISM RECORDS SCRIPT WARM}. Seconds are those of the
 * job, its planning included, in a JVM that has run it once before over the few records of WARM; heap is what was in use behind a collection.
 */
public final class Rate {
  private Rate() {}

  public static void main(String[] arguments) throws Exception {
    String parallelism = arguments[0];
    long records = Long.parseLong(arguments[1]);
    RunSql.run(RunSql.script(Path.of(arguments[3]), parallelism), RunSql.environment()).await();
    AtomicLong heap = new AtomicLong();
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      NotificationEmitter emitter = (NotificationEmitter) collector;
      emitter.addNotificationListener(
          (notification, handback) -> {
            if (notification.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
              CompositeData data = (CompositeData) notification.getUserData();
              long used = 0;
              for (MemoryUsage pool :
                  GarbageCollectionNotificationInfo.from(data).getGcInfo().getMemoryUsageAfterGc().values()) {
                used += pool.getUsed();
              }
              long seen = used;
              heap.accumulateAndGet(seen, Math::max);
            }
          },
          null,
          null);
    }
    long start = System.nanoTime();
    long cpu = cpu();
    RunSql.run(RunSql.script(Path.of(arguments[2]), parallelism), RunSql.environment()).await();
    double seconds = (System.nanoTime() - start) / 1e9;
    double busy = (cpu() - cpu) / 1e9;
    System.out.printf(
        "%d records, parallelism %s: %.0f records/s (%.1f s), %.0f records/CPU s (%.1f CPU s), heap %.0f MB at most%n",
        records, parallelism, records / seconds, seconds, records / busy, busy, heap.get() / 1e6);
    System.exit(0);
  }

  private static long cpu() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
