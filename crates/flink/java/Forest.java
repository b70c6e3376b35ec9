package rillcut.flink;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * The Random Cut Forest of Rillcut's {@code crates/forest} in its service mode: the same trees, the same draws, the same scores, bit for
 * bit.
 *
 * <p>A port and not a design: what is computed, and in which order, is that crate's, whose modules say why. Points of one dimension are
 * doubles; of more, floats relative to the first point. Here both are kept as doubles, and what the original keeps as a float is
 * rounded to one after each step: a sum or difference of two floats made in doubles and rounded once is the float's own.
 */
public final class Forest {
  private static final int LANES = 8;

  private final int columns;
  private final int shingle;
  private final int trees;
  private final int sample;
  private final long timeDecay;
  private final long seed;
  private final int dimensions;
  private final double decay;
  private final double[] unseen;
  private final double[] log2;
  private final double scale;
  private final double[] records;
  private final double[] origin;
  private final double[] point;
  private final Tree[] grove;
  private final Sampler[] samplers;
  private final long[] next;
  private long soonest = Long.MAX_VALUE;
  private long seen;

  /** What a score is due to, by column. */
  public static final class Attribution {
    public double score;
    public double[] high;
    public double[] low;
  }

  public Forest(int columns, int trees, int sample, long timeDecay, int shingle, long seed) {
    this.columns = columns;
    this.shingle = shingle;
    this.trees = trees;
    this.sample = sample;
    this.timeDecay = timeDecay;
    this.seed = seed;
    this.dimensions = columns * shingle;
    this.decay = 1.0 / timeDecay;
    this.unseen = new double[sample + 1];
    for (int d = 0; d <= sample; d++) {
      unseen[d] = 1.0 / (d + 1.0);
    }
    this.log2 = new double[sample + 2];
    for (int i = 0; i < log2.length; i++) {
      log2[i] = LibM.log2(Math.max(i, 1));
    }
    this.scale = log2[sample] / trees;
    this.records = new double[dimensions];
    this.origin = new double[dimensions];
    this.point = new double[dimensions];
    this.grove = new Tree[trees];
    this.samplers = new Sampler[trees];
    this.next = new long[trees];
    for (int i = 0; i < trees; i++) {
      grove[i] = new Tree(dimensions, sample);
      samplers[i] = new Sampler(sample);
      next[i] = Long.MAX_VALUE;
    }
  }

  /** Whether a record can be scored: finite numbers of at most 1e30. */
  public static boolean usable(double x) {
    return !Double.isNaN(x) && Math.abs(x) <= 1e30;
  }

  /** Scores a record against those before it, then takes it in. */
  public double scoreAndUpdate(double[] record) {
    push(record);
    double score = 0.0;
    if (warm()) {
      double sum = 0.0;
      for (Tree tree : grove) {
        sum += tree.score(point);
      }
      score = scale * sum;
    }
    takeIn();
    return score;
  }

  /** Likewise, with what the score is due to. */
  public Attribution explainAndUpdate(double[] record) {
    push(record);
    Attribution total = new Attribution();
    total.high = new double[columns];
    total.low = new double[columns];
    if (warm()) {
      for (Tree tree : grove) {
        tree.explain(point, total);
      }
      total.score *= scale;
      for (int c = 0; c < columns; c++) {
        total.high[c] *= scale;
        total.low[c] *= scale;
      }
    }
    takeIn();
    return total;
  }

  private boolean warm() {
    return seen >= (long) sample + shingle - 1;
  }

  private void push(double[] record) {
    System.arraycopy(records, columns, records, 0, dimensions - columns);
    for (int c = 0; c < columns; c++) {
      records[dimensions - columns + c] = record[c] + 0.0;
    }
    if (seen + 1 == shingle) {
      System.arraycopy(records, 0, origin, 0, dimensions);
    }
    place();
  }

  private void place() {
    for (int i = 0; i < dimensions; i++) {
      point[i] = dimensions == 1 ? records[i] + 0.0 : (float) (records[i] - origin[i]) + 0.0f;
    }
  }

  private void takeIn() {
    seen++;
    long points = Math.max(seen - (shingle - 1), 0);
    if (points == 0) {
      return;
    }
    long t = points - 1;
    if (t < sample) {
      boolean full = t + 1 == sample;
      for (int i = 0; i < trees; i++) {
        Draws draws = new Draws(seed, i, t);
        double key = LibM.log(draws.exponential()) - decay * t;
        samplers[i].push(key, grove[i].insert(point, draws));
        if (full) {
          next[i] = nextEntry(i, t + 1, draws);
        }
      }
    } else if (t >= soonest) {
      for (int i = 0; i < trees; i++) {
        if (next[i] != t) {
          continue;
        }
        Draws draws = new Draws(seed, i, t);
        double limit = LibM.exp(samplers[i].greatest() + decay * t);
        double v = -LibM.log1p(draws.uniform() * LibM.expm1(-limit));
        double key = LibM.log(v) - decay * t;
        grove[i].delete(samplers[i].loser());
        samplers[i].replaceLoser(key, grove[i].insert(point, draws));
        next[i] = nextEntry(i, t + 1, draws);
      }
    } else {
      return;
    }
    soonest = Long.MAX_VALUE;
    for (long n : next) {
      soonest = Math.min(soonest, n);
    }
  }

  private long nextEntry(int tree, long t, Draws draws) {
    double limit = LibM.exp(samplers[tree].greatest() + decay * t);
    double waiting = LibM.log1p(draws.exponential() * LibM.expm1(decay) / limit) / decay;
    // The cast saturates, so a wait beyond a long means "never".
    long wait = Math.max((long) Math.ceil(waiting), 1) - 1;
    return wait > Long.MAX_VALUE - t ? Long.MAX_VALUE : t + wait;
  }

  /** The forest as bytes, for a checkpoint. */
  public byte[] save() {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeLong(seen);
      for (double x : records) {
        out.writeDouble(x);
      }
      for (double x : origin) {
        out.writeDouble(x);
      }
      for (int i = 0; i < trees; i++) {
        out.writeLong(next[i]);
        samplers[i].save(out);
        grove[i].save(out);
      }
      out.flush();
      return bytes.toByteArray();
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Takes over what {@link #save} gave of a forest of the same shape. */
  public void restore(byte[] saved) {
    try {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(saved));
      seen = in.readLong();
      for (int i = 0; i < dimensions; i++) {
        records[i] = in.readDouble();
      }
      for (int i = 0; i < dimensions; i++) {
        origin[i] = in.readDouble();
      }
      soonest = Long.MAX_VALUE;
      for (int i = 0; i < trees; i++) {
        next[i] = in.readLong();
        soonest = Math.min(soonest, next[i]);
        samplers[i].restore(in);
        grove[i].restore(in);
      }
      place();
    } catch (IOException broken) {
      throw new IllegalStateException("the checkpointed forest is damaged", broken);
    }
  }

  /** The draws of one point in one tree: Xoshiro256++ seeded from forest, tree and point. */
  static final class Draws {
    private long s0;
    private long s1;
    private long s2;
    private long s3;

    Draws(long seed, int tree, long entry) {
      long state = mix(mix(mix(seed) ^ tree) ^ entry);
      s0 = mix(state);
      state += 0x9e3779b97f4a7c15L;
      s1 = mix(state);
      state += 0x9e3779b97f4a7c15L;
      s2 = mix(state);
      state += 0x9e3779b97f4a7c15L;
      s3 = mix(state);
    }

    private long nextLong() {
      long result = Long.rotateLeft(s0 + s3, 23) + s0;
      long t = s1 << 17;
      s2 ^= s0;
      s3 ^= s1;
      s1 ^= s2;
      s0 ^= s3;
      s2 ^= t;
      s3 = Long.rotateLeft(s3, 45);
      return result;
    }

    double uniform() {
      return ((nextLong() >>> 12) + 0.5) * 0x1p-52;
    }

    double exponential() {
      return -LibM.log(uniform());
    }

    private static long mix(long value) {
      long z = value + 0x9e3779b97f4a7c15L;
      z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
      z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
      return z ^ (z >>> 31);
    }
  }

  /** The reservoir of one tree: a heap of keys, greatest first. */
  private static final class Sampler {
    private final double[] keys;
    private final int[] leaves;
    private int size;

    Sampler(int capacity) {
      keys = new double[capacity];
      leaves = new int[capacity];
    }

    void push(double key, int leaf) {
      int at = size++;
      keys[at] = key;
      leaves[at] = leaf;
      while (at > 0) {
        int parent = (at - 1) / 2;
        if (keys[parent] >= keys[at]) {
          break;
        }
        swap(at, parent);
        at = parent;
      }
    }

    int loser() {
      return leaves[0];
    }

    double greatest() {
      return size == 0 ? Double.POSITIVE_INFINITY : keys[0];
    }

    void replaceLoser(double key, int leaf) {
      keys[0] = key;
      leaves[0] = leaf;
      int at = 0;
      while (true) {
        int greatest = at;
        for (int child = 2 * at + 1; child <= 2 * at + 2; child++) {
          if (child < size && keys[child] > keys[greatest]) {
            greatest = child;
          }
        }
        if (greatest == at) {
          return;
        }
        swap(at, greatest);
        at = greatest;
      }
    }

    private void swap(int a, int b) {
      double key = keys[a];
      keys[a] = keys[b];
      keys[b] = key;
      int leaf = leaves[a];
      leaves[a] = leaves[b];
      leaves[b] = leaf;
    }

    void save(DataOutputStream out) throws IOException {
      out.writeInt(size);
      for (int i = 0; i < size; i++) {
        out.writeDouble(keys[i]);
        out.writeInt(leaves[i]);
      }
    }

    void restore(DataInputStream in) throws IOException {
      size = in.readInt();
      for (int i = 0; i < size; i++) {
        keys[i] = in.readDouble();
        leaves[i] = in.readInt();
      }
    }
  }

  /** A random cut tree. Links of at least 0 lead to nodes, others to leaves as {@code ~leaf}; EMPTY leads nowhere. */
  private final class Tree {
    private static final int EMPTY = Integer.MAX_VALUE;
    private final int n;
    private int root = EMPTY;
    private int points;
    private int freeNode;
    private int freeLeaf;
    private final double[] cut;
    private final double[] extent;
    private final int[] left;
    private final int[] right;
    private final int[] parent;
    private final int[] dimension;
    private final double[] low;
    private final double[] high;
    private final int[] mass;
    private final int[] leafParent;
    private final double[] coordinates;

    Tree(int dimensions, int sample) {
      n = dimensions;
      int nodes = sample - 1;
      cut = new double[nodes];
      extent = new double[nodes];
      left = new int[nodes];
      right = new int[nodes];
      parent = new int[nodes];
      dimension = new int[nodes];
      low = new double[nodes * n];
      high = new double[nodes * n];
      mass = new int[sample];
      leafParent = new int[sample];
      coordinates = new double[sample * n];
      for (int i = 0; i < nodes; i++) {
        parent[i] = i + 1 < nodes ? i + 1 : EMPTY;
      }
      for (int i = 0; i < sample; i++) {
        leafParent[i] = i + 1 < sample ? i + 1 : EMPTY;
      }
    }

    private double round(double x) {
      return n == 1 ? x : (float) x;
    }

    private double[] lows(int at) {
      return at < 0 ? coordinates : low;
    }

    private double[] highs(int at) {
      return at < 0 ? coordinates : high;
    }

    private int base(int at) {
      return (at < 0 ? ~at : at) * n;
    }

    private double beyond(double x, double lowest, double highest) {
      double under = round(lowest - x);
      double over = round(x - highest);
      double far = under > over ? under : over;
      return far > 0.0 ? far : 0.0;
    }

    private double excess(double[] p, double[] lo, double[] hi, int base) {
      double sum = 0.0;
      int whole = n / LANES * LANES;
      if (whole > 0) {
        for (int lane = 0; lane < LANES; lane++) {
          double part = 0.0;
          for (int i = lane; i < whole; i += LANES) {
            part = round(part + beyond(p[i], lo[base + i], hi[base + i]));
          }
          sum = lane == 0 ? part : round(sum + part);
        }
      }
      for (int i = whole; i < n; i++) {
        sum = round(sum + beyond(p[i], lo[base + i], hi[base + i]));
      }
      return sum;
    }

    private double edges(double[] lo, double[] hi, int base) {
      double sum = 0.0;
      int whole = n / LANES * LANES;
      if (whole > 0) {
        for (int lane = 0; lane < LANES; lane++) {
          double part = 0.0;
          for (int i = lane; i < whole; i += LANES) {
            part = round(part + round(hi[base + i] - lo[base + i]));
          }
          sum = lane == 0 ? part : round(sum + part);
        }
      }
      for (int i = whole; i < n; i++) {
        sum = round(sum + round(hi[base + i] - lo[base + i]));
      }
      return sum;
    }

    int insert(double[] p, Draws draws) {
      points++;
      if (root == EMPTY) {
        int leaf = takeLeaf(p, EMPTY);
        root = ~leaf;
        return leaf;
      }
      int at = root;
      int from = EMPTY;
      while (true) {
        boolean last = at < 0;
        int base = base(at);
        double excess = excess(p, lows(at), highs(at), base);
        if (excess > 0.0) {
          double own = last ? 0.0 : extent[at];
          double offset = draws.uniform() * (own + excess);
          if (offset < excess || last) {
            return cutAndSplit(from, at, p, offset);
          }
          enlarge(at, p);
        } else if (last) {
          mass[~at]++;
          return ~at;
        }
        from = at;
        at = p[dimension[at]] > cut[at] ? right[at] : left[at];
      }
    }

    private int cutAndSplit(int from, int at, double[] p, double offset) {
      double[] lo = lows(at);
      double[] hi = highs(at);
      int base = base(at);
      int chosen = 0;
      for (int i = 0; i < n; i++) {
        double excess = beyond(p[i], lo[base + i], hi[base + i]);
        if (excess > 0.0) {
          chosen = i;
          if (offset < excess) {
            break;
          }
          offset -= excess;
        }
      }
      double x = p[chosen];
      boolean above = x > hi[base + chosen];
      double value = above ? between(hi[base + chosen], x, offset) : between(x, lo[base + chosen], offset);
      int leaf = takeLeaf(p, EMPTY);
      int node = freeNode;
      freeNode = parent[node];
      cut[node] = value;
      dimension[node] = chosen;
      parent[node] = EMPTY;
      left[node] = above ? at : ~leaf;
      right[node] = above ? ~leaf : at;
      System.arraycopy(lo, base, low, node * n, n);
      System.arraycopy(hi, base, high, node * n, n);
      enlarge(node, p);
      attach(from, at, node);
      setParent(at, node);
      setParent(~leaf, node);
      return leaf;
    }

    private double between(double lower, double upper, double offset) {
      double value = round(lower + offset);
      if (value < upper) {
        return value;
      }
      return n == 1 ? Math.nextDown(upper) : Math.nextDown((float) upper);
    }

    void delete(int leaf) {
      points--;
      mass[leaf]--;
      if (mass[leaf] > 0) {
        return;
      }
      int node = leafParent[leaf];
      leafParent[leaf] = freeLeaf;
      freeLeaf = leaf;
      if (node == EMPTY) {
        root = EMPTY;
        return;
      }
      int above = parent[node];
      int sibling = left[node] == ~leaf ? right[node] : left[node];
      parent[node] = freeNode;
      freeNode = node;
      attach(above, node, sibling);
      int at = above;
      while (at != EMPTY && touches(leaf, at) && rebuild(at)) {
        at = parent[at];
      }
    }

    private boolean touches(int leaf, int node) {
      for (int i = 0; i < n; i++) {
        double x = coordinates[leaf * n + i];
        if (x == low[node * n + i] || x == high[node * n + i]) {
          return true;
        }
      }
      return false;
    }

    private boolean rebuild(int node) {
      int a = left[node];
      int b = right[node];
      boolean changed = false;
      for (int i = 0; i < n; i++) {
        double lowA = lows(a)[base(a) + i];
        double lowB = lows(b)[base(b) + i];
        double lowest = lowA < lowB ? lowA : lowB;
        double highA = highs(a)[base(a) + i];
        double highB = highs(b)[base(b) + i];
        double highest = highA > highB ? highA : highB;
        changed |= low[node * n + i] != lowest || high[node * n + i] != highest;
        low[node * n + i] = lowest;
        high[node * n + i] = highest;
      }
      if (changed) {
        measure(node);
      }
      return changed;
    }

    private int takeLeaf(double[] p, int above) {
      int slot = freeLeaf;
      freeLeaf = leafParent[slot];
      mass[slot] = 1;
      leafParent[slot] = above;
      System.arraycopy(p, 0, coordinates, slot * n, n);
      return slot;
    }

    private void attach(int node, int old, int child) {
      if (node == EMPTY) {
        root = child;
      } else if (left[node] == old) {
        left[node] = child;
      } else {
        right[node] = child;
      }
      setParent(child, node);
    }

    private void setParent(int at, int above) {
      if (at < 0) {
        leafParent[~at] = above;
      } else {
        parent[at] = above;
      }
    }

    private void enlarge(int node, double[] p) {
      for (int i = 0; i < n; i++) {
        int slot = node * n + i;
        low[slot] = p[i] < low[slot] ? p[i] : low[slot];
        high[slot] = p[i] > high[slot] ? p[i] : high[slot];
      }
      measure(node);
    }

    private void measure(int node) {
      extent[node] = edges(low, high, node * n);
    }

    private boolean holds(int leaf, double[] p) {
      for (int i = 0; i < n; i++) {
        if (coordinates[leaf * n + i] != p[i]) {
          return false;
        }
      }
      return true;
    }

    private double seen(int depth, int leaf) {
      int m = mass[leaf];
      return depth == 0 ? 1.0 / (1.0 + m) : 1.0 / (depth + log2[m]);
    }

    double score(double[] p) {
      int at = root;
      int depth = 0;
      while (at >= 0) {
        at = p[dimension[at]] > cut[at] ? right[at] : left[at];
        depth++;
      }
      int leaf = ~at;
      double worth = unseen[depth];
      int up = leafParent[leaf];
      boolean inside = true;
      int d = depth;
      while (up != EMPTY) {
        double excess = excess(p, low, high, up * n);
        if (excess <= 0.0) {
          break;
        }
        inside = false;
        d--;
        double share = excess / (extent[up] + excess);
        worth += share * (unseen[d] - worth);
        up = parent[up];
      }
      return inside && holds(leaf, p) ? seen(depth, leaf) : worth;
    }

    void explain(double[] p, Attribution total) {
      int at = root;
      int depth = 0;
      while (at >= 0) {
        at = p[dimension[at]] > cut[at] ? right[at] : left[at];
        depth++;
      }
      int leaf = ~at;
      double[] shareHigh = new double[columns];
      double[] shareLow = new double[columns];
      double worth;
      int up = leafParent[leaf];
      if (holds(leaf, p)) {
        worth = seen(depth, leaf);
        java.util.Arrays.fill(shareHigh, worth / (2 * columns));
        java.util.Arrays.fill(shareLow, worth / (2 * columns));
        double[] lo = null;
        double[] hi = null;
        int below = ~leaf;
        while (up != EMPTY) {
          depth--;
          int sibling = left[up] == below ? right[up] : left[up];
          double[] siblingLow = lows(sibling);
          double[] siblingHigh = highs(sibling);
          int base = base(sibling);
          if (lo == null) {
            lo = java.util.Arrays.copyOfRange(siblingLow, base, base + n);
            hi = java.util.Arrays.copyOfRange(siblingHigh, base, base + n);
          } else {
            for (int i = 0; i < n; i++) {
              lo[i] = siblingLow[base + i] < lo[i] ? siblingLow[base + i] : lo[i];
              hi[i] = siblingHigh[base + i] > hi[i] ? siblingHigh[base + i] : hi[i];
            }
          }
          double excess = side(p, lo, hi, 0, true) + side(p, lo, hi, 0, false);
          if (excess <= 0.0) {
            break;
          }
          double share = excess / (edges(lo, hi, 0) + excess);
          blend(shareHigh, shareLow, share, unseen[depth], excess, p, lo, hi, 0);
          below = up;
          up = parent[up];
        }
      } else {
        worth = unseen[depth];
        double excess = excess(p, coordinates, coordinates, leaf * n);
        blend(shareHigh, shareLow, 1.0, worth, excess, p, coordinates, coordinates, leaf * n);
        while (up != EMPTY) {
          depth--;
          excess = excess(p, low, high, up * n);
          if (excess <= 0.0) {
            break;
          }
          double share = excess / (extent[up] + excess);
          worth += share * (unseen[depth] - worth);
          blend(shareHigh, shareLow, share, unseen[depth], excess, p, low, high, up * n);
          up = parent[up];
        }
      }
      total.score += worth;
      double sum = 0.0;
      for (double part : shareHigh) {
        sum += part;
      }
      for (double part : shareLow) {
        sum += part;
      }
      double factor = sum > 0.0 ? worth / sum : 0.0;
      for (int c = 0; c < columns; c++) {
        total.high[c] += shareHigh[c] * factor;
        total.low[c] += shareLow[c] * factor;
      }
    }

    /** The sum of how far the point lies above the box, or below. */
    private double side(double[] p, double[] lo, double[] hi, int base, boolean above) {
      double sum = 0.0;
      int whole = n / LANES * LANES;
      if (whole > 0) {
        for (int lane = 0; lane < LANES; lane++) {
          double part = 0.0;
          for (int i = lane; i < whole; i += LANES) {
            part = round(part + far(p, lo, hi, base, i, above));
          }
          sum = lane == 0 ? part : round(sum + part);
        }
      }
      for (int i = whole; i < n; i++) {
        sum = round(sum + far(p, lo, hi, base, i, above));
      }
      return sum;
    }

    private double far(double[] p, double[] lo, double[] hi, int base, int i, boolean above) {
      double x = round(above ? p[i] - hi[base + i] : lo[base + i] - p[i]);
      return x > 0.0 ? x : 0.0;
    }

    private void blend(
        double[] shareHigh,
        double[] shareLow,
        double share,
        double worth,
        double excess,
        double[] p,
        double[] lo,
        double[] hi,
        int base) {
      double keep = 1.0 - share;
      if (columns == 1) {
        double above = side(p, lo, hi, base, true);
        double below = side(p, lo, hi, base, false);
        double up = above / (above + below);
        shareHigh[0] = shareHigh[0] * keep + share * worth * up;
        shareLow[0] = shareLow[0] * keep + share * worth * (1.0 - up);
        return;
      }
      double each = share * worth / excess;
      boolean finite = Math.abs(each) <= Double.MAX_VALUE;
      for (int c = 0; c < columns; c++) {
        double above = 0.0;
        double below = 0.0;
        for (int i = c; i < n; i += columns) {
          above += far(p, lo, hi, base, i, true);
          below += far(p, lo, hi, base, i, false);
        }
        shareHigh[c] = shareHigh[c] * keep + (finite ? above * each : share * worth * (above / excess));
        shareLow[c] = shareLow[c] * keep + (finite ? below * each : share * worth * (below / excess));
      }
    }

    void save(DataOutputStream out) throws IOException {
      for (int x : new int[] {root, points, freeNode, freeLeaf}) {
        out.writeInt(x);
      }
      for (int i = 0; i < cut.length; i++) {
        out.writeDouble(cut[i]);
        out.writeDouble(extent[i]);
        for (int x : new int[] {left[i], right[i], parent[i], dimension[i]}) {
          out.writeInt(x);
        }
      }
      for (int i = 0; i < mass.length; i++) {
        out.writeInt(mass[i]);
        out.writeInt(leafParent[i]);
      }
      for (double[] part : new double[][] {low, high, coordinates}) {
        for (double x : part) {
          out.writeDouble(x);
        }
      }
    }

    void restore(DataInputStream in) throws IOException {
      root = in.readInt();
      points = in.readInt();
      freeNode = in.readInt();
      freeLeaf = in.readInt();
      for (int i = 0; i < cut.length; i++) {
        cut[i] = in.readDouble();
        extent[i] = in.readDouble();
        left[i] = in.readInt();
        right[i] = in.readInt();
        parent[i] = in.readInt();
        dimension[i] = in.readInt();
      }
      for (int i = 0; i < mass.length; i++) {
        mass[i] = in.readInt();
        leafParent[i] = in.readInt();
      }
      for (double[] part : new double[][] {low, high, coordinates}) {
        for (int i = 0; i < part.length; i++) {
          part[i] = in.readDouble();
        }
      }
    }
  }
}
