-- When to emit: a step of ROWTIME. What it is about: a step of the arrival time.
-- schema: stocks
CREATE STREAM counts (ticker VARCHAR(4), about TIMESTAMP, n INTEGER);
CREATE PUMP p AS INSERT INTO counts
SELECT STREAM ticker_symbol, STEP(approximate_arrival_time BY INTERVAL '1' MINUTE), COUNT(price)
FROM source_sql_stream_001
GROUP BY ticker_symbol, STEP(approximate_arrival_time BY INTERVAL '1' MINUTE), STEP(ROWTIME BY INTERVAL '1' MINUTE);
