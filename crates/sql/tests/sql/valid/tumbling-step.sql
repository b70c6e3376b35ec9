-- STEP and FLOOR TO give the same windows; other keys are free.
-- schema: stocks
CREATE OR REPLACE STREAM "OUT" (ticker VARCHAR(4), w TIMESTAMP, n BIGINT, low REAL, mean REAL, spread DOUBLE);
CREATE OR REPLACE PUMP "P1" AS INSERT INTO "OUT"
SELECT STREAM ticker_symbol, STEP(s.ROWTIME BY INTERVAL '60' SECOND), COUNT(*), MIN(price), AVG(price), STDDEV_POP(price)
FROM source_sql_stream_001 AS s
GROUP BY ticker_symbol, STEP(s.ROWTIME BY INTERVAL '60' SECOND);
CREATE OR REPLACE PUMP "P2" AS INSERT INTO "OUT"
SELECT STREAM ticker_symbol, FLOOR(ROWTIME TO MINUTE), COUNT(*), MIN(price), AVG(price), STDDEV_SAMP(price)
FROM source_sql_stream_001
GROUP BY FLOOR("SOURCE_SQL_STREAM_001".ROWTIME TO MINUTE), ticker_symbol
HAVING COUNT(*) > 1 AND MIN(price) IS NOT NULL;
