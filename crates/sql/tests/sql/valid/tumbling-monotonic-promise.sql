-- MONOTONIC promises that a column never goes back.
-- schema: stocks
CREATE STREAM changes (x REAL, n BIGINT);
CREATE PUMP p AS INSERT INTO changes
SELECT STREAM MONOTONIC(change), COUNT(*) FROM source_sql_stream_001 GROUP BY MONOTONIC(change);
