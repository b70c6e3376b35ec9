package rillcut.flink;

import com.amazon.randomcutforest.RandomCutForest;
import com.amazon.randomcutforest.returntypes.DiVector;
import com.amazon.randomcutforest.state.RandomCutForestMapper;
import com.amazon.randomcutforest.state.RandomCutForestState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;

/**
 * The detector of AWS's open-source library (randomcutforest-core 4.3), in the place of the lab's: put it over {@code functions/Forest.java} and name the
 * library's jar to {@code build.sh}. Its rule gives other scores than the service's: it begins to score at a quarter of the sample, and takes less off for a
 * value that the forest holds. Everything else of the library is as it comes, but that it uses no threads of its own beside Flink's.
 */
public final class Forest {
  private static final double MOST = 1e30;

  /** A score, and how much of it each column is due to, for being high and for being low. */
  public static final class Attribution {
    public double score;
    public double[] high;
    public double[] low;
  }

  private final int columns;
  private RandomCutForest library;

  public Forest(int columns, int trees, int sample, long timeDecay, int shingle, long seed) {
    this.columns = columns;
    library =
        RandomCutForest.builder()
            .dimensions(columns * shingle)
            .shingleSize(shingle)
            .internalShinglingEnabled(shingle > 1)
            .numberOfTrees(trees)
            .sampleSize(sample)
            .timeDecay(1.0 / timeDecay)
            .randomSeed(seed)
            .parallelExecutionEnabled(false)
            .build();
  }

  /** Whether a record can be scored: the same numbers as with the lab's detector. */
  public static boolean usable(double x) {
    return !Double.isNaN(x) && Math.abs(x) <= MOST;
  }

  /** Scores a record against those before it, then takes it in. */
  public double scoreAndUpdate(double[] record) {
    double score = library.getAnomalyScore(record);
    library.update(record);
    return score;
  }

  /** Likewise, with what the score is due to. */
  public Attribution explainAndUpdate(double[] record) {
    DiVector parts = library.getAnomalyAttribution(record);
    library.update(record);
    Attribution total = new Attribution();
    total.score = parts.getHighLowSum();
    total.high = new double[columns];
    total.low = new double[columns];
    // With a shingle each column comes once for each record in it.
    for (int i = 0; i < parts.getDimensions(); i++) {
      total.high[i % columns] += parts.high[i];
      total.low[i % columns] += parts.low[i];
    }
    return total;
  }

  /** The forest as bytes, for a checkpoint. */
  public byte[] save() {
    RandomCutForestMapper mapper = mapper();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(mapper.toState(library));
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
    return bytes.toByteArray();
  }

  /** The forest that these bytes are. */
  public void restore(byte[] saved) {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(saved))) {
      library = mapper().toModel((RandomCutForestState) in.readObject());
    } catch (IOException | ClassNotFoundException broken) {
      throw new IllegalStateException("the checkpointed forest is damaged", broken);
    }
  }

  /** Writes trees, too: without them they are built anew by other cuts. */
  private static RandomCutForestMapper mapper() {
    RandomCutForestMapper mapper = new RandomCutForestMapper();
    mapper.setSaveExecutorContextEnabled(true);
    mapper.setSaveTreeStateEnabled(true);
    return mapper;
  }
}
