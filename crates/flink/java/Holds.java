package rillcut.flink;

import org.apache.flink.table.functions.ScalarFunction;

/**
 * A condition that Flink does not decide before the job runs, since it takes a time beside it. Flink 2.3 finds no plan where a condition over the source is
 * never true: it takes the records' cells away and then has no join with nothing.
 */
public class Holds extends ScalarFunction {
  public Boolean eval(Boolean condition, Long at) {
    return condition;
  }
}
