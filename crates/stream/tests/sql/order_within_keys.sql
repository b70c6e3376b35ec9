-- AS ROWTIME with WITHIN, grouping in one statement, and keys behind the time for rows of one time.
--! source TS TIMESTAMP, V INTEGER
--! input
-- 10:00:10 | 10:00:05 | 1
-- 10:00:11 | 10:00:05 | 3
-- 10:00:12 | 10:00:04 | 0
-- 10:00:13 | 10:00:05 | 2
-- 10:00:20 | 10:00:15 | 9
--! expect S
-- 10:00:04 | 0
-- 10:00:05 | 3
-- 10:00:05 | 2
-- 10:00:05 | 1
-- 10:00:15 | 9
--! expect T
-- 10:00:10 | 10:00:00 | 4
-- 10:00:20 | 10:00:10 | 1
CREATE STREAM s (v INTEGER);
CREATE PUMP p AS INSERT INTO s
SELECT STREAM v, ts AS ROWTIME FROM source_sql_stream_001 ORDER BY ROWTIME WITHIN INTERVAL '5' SECOND, v DESC;

CREATE STREAM t (starts TIMESTAMP, n BIGINT);
CREATE PUMP q AS INSERT INTO t
SELECT STREAM STEP(o.ts BY INTERVAL '10' SECOND), COUNT(*)
FROM (SELECT STREAM ts FROM source_sql_stream_001 ORDER BY ts WITHIN INTERVAL '5' SECOND) AS o
GROUP BY STEP(o.ts BY INTERVAL '10' SECOND);
