-- Two expressions of ROWTIME in GROUP BY: the finer closes the groups, the other is a key like any other (spec/kda-sql.md 7).
-- A column that an inner query computed from ROWTIME counts as one (the pattern of a public production program).
--! source K VARCHAR(4)
--! input
-- 10:58:10 | a
-- 10:59:50 | a
-- 10:59:55 | b
-- 11:00:00 | a
-- 11:00:20 | a
--! expect PER_MINUTE
-- 10:59:00 | 10:58:00 | 10:00:00 | 1
-- 11:00:00 | 10:59:00 | 10:00:00 | 2
-- 11:01:00 | 11:00:00 | 11:00:00 | 2
-- The inner window's rows come at its end, and up to the end of the next minute another of them could.
--! expect DISTINCT_KEYS
-- 11:00:00 | 10:58:00 | 1
-- 11:01:00 | 10:59:00 | 2
-- 11:02:00 | 11:00:00 | 1
CREATE STREAM per_minute (from_minute TIMESTAMP, from_hour TIMESTAMP, n INTEGER);
CREATE PUMP minutes AS INSERT INTO per_minute
SELECT STREAM FLOOR(s.ROWTIME TO MINUTE), FLOOR(s.ROWTIME TO HOUR), COUNT(*)
FROM source_sql_stream_001 AS s
GROUP BY FLOOR(s.ROWTIME TO HOUR), FLOOR(s.ROWTIME TO MINUTE);

CREATE STREAM distinct_keys (from_minute TIMESTAMP, n INTEGER);
CREATE PUMP keys AS INSERT INTO distinct_keys
SELECT STREAM time_window, COUNT(d.k)
FROM (SELECT STREAM DISTINCT k, STEP(s.ROWTIME BY INTERVAL '1' MINUTE) AS time_window,
             STEP(s.ROWTIME BY INTERVAL '1' MINUTE) AS window_time
      FROM source_sql_stream_001 AS s) AS d
GROUP BY time_window, STEP(d.window_time BY INTERVAL '1' MINUTE);
