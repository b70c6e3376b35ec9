-- ORDER BY over a GROUP BY sorts the groups of a window and keeps their time.
--! source K VARCHAR(8), V INTEGER
--! input
-- 10:00:01 | b | 1
-- 10:00:02 | a | 2
-- 10:00:03 | c | 9
-- 10:00:04 | b | 4
-- 10:01:30 | a | 1
--! expect S
-- 10:01:00 | 10:00:00 | c | 9
-- 10:01:00 | 10:00:00 | b | 5
-- 10:01:00 | 10:00:00 | a | 2
-- 10:02:00 | 10:01:00 | a | 1
CREATE STREAM s (m TIMESTAMP, k VARCHAR(8), total INTEGER);
CREATE PUMP p AS INSERT INTO s
SELECT STREAM FLOOR(src.ROWTIME TO MINUTE), k, SUM(v)
FROM source_sql_stream_001 AS src
GROUP BY FLOOR(src.ROWTIME TO MINUTE), k
ORDER BY FLOOR(src.ROWTIME TO MINUTE), SUM(v) DESC;
