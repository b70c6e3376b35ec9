-- HAVING filters complete groups; aggregates skip NULL; AVG of integers is cut.
--! source K VARCHAR(8), V INTEGER
--! input
-- 10:00:01 | a | 5
-- 10:00:02 | b | 1
-- 10:00:03 | a | 2
-- 10:00:04 | a | NULL
-- 10:00:11 | b | 7
-- 10:00:12 | b | 8
--! expect S
-- 10:00:10 | a | 3 | 2 | 7 | 3 | 2 | 5
-- 10:00:20 | b | 2 | 2 | 15 | 7 | 7 | 8
CREATE STREAM s (k VARCHAR(8), n BIGINT, m BIGINT, total INTEGER, mean INTEGER, low INTEGER, high INTEGER);
CREATE PUMP p AS INSERT INTO s
SELECT STREAM k, COUNT(*), COUNT(v), SUM(v), AVG(v), MIN(v), MAX(v)
FROM source_sql_stream_001 AS src
GROUP BY k, STEP(src.ROWTIME BY INTERVAL '10' SECOND)
HAVING COUNT(*) > 1;
