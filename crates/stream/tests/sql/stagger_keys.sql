-- A window a key, NULL being one; a row exactly at a window's end opens the next; FIRST_VALUE and LAST_VALUE; HAVING.
--! source K VARCHAR(4), V INTEGER
--! input
-- 10:00:01 | a | 5
-- 10:00:03 | b | 7
-- 10:00:04 | c | 100
-- 10:00:05 | NULL | 1
-- 10:00:10.999 | a | NULL
-- 10:00:11 | a | 9
-- 10:00:14 | NULL | 2
-- 10:00:15 | NULL | 3
--! expect S
-- 10:00:11 | 10:00:11 | a | 2 | 5 | NULL | 5
-- 10:00:13 | 10:00:13 | b | 1 | 7 | 7 | 7
-- 10:00:15 | 10:00:15 | NULL | 2 | 1 | 2 | 2
-- 10:00:21 | 10:00:21 | a | 1 | 9 | 9 | 9
-- 10:00:25 | 10:00:25 | NULL | 1 | 3 | 3 | 3
CREATE STREAM s (closed TIMESTAMP, k VARCHAR(4), n BIGINT, first_v INTEGER, last_v INTEGER, last_known INTEGER);
CREATE PUMP p AS INSERT INTO s
SELECT STREAM ROWTIME, k, COUNT(*), FIRST_VALUE(v), LAST_VALUE(v), LAST_VALUE(v) IGNORE NULLS
FROM source_sql_stream_001
WINDOWED BY STAGGER (PARTITION BY k RANGE INTERVAL '10' SECOND)
HAVING SUM(v) < 100;
