-- Rows in order of a time that they carry; what is late, or has no time, goes to error_stream (spec/kda-sql.md 10.1).
--! source TS TIMESTAMP, V INTEGER
--! input
-- 10:00:10 | 10:00:05 | 1
-- 10:00:11 | 10:00:03 | 2
-- 10:00:12 | 10:00:09 | 3
-- 10:00:13 | 10:00:03.500 | 4
-- 10:00:14 | NULL | 5
-- 10:00:20 | 10:00:08 | 6
-- 10:00:21 | 10:00:20 | 7
-- 10:00:22 | 10:00:19 | 8
--! expect S
-- 10:00:03 | 10:00:03 | 2
-- 10:00:05 | 10:00:05 | 1
-- 10:00:09 | 10:00:09 | 3
-- 10:00:19 | 10:00:19 | 8
-- 10:00:20 | 10:00:20 | 7
--! expect PER_TEN
-- 10:00:10 | 3
-- 10:00:20 | 1
-- 10:00:30 | 1
--! expect error_stream
-- 10:00:13 | STR0108 | {"TS":"2020-01-01 10:00:03.5","V":4,"APPROXIMATE_ARRIVAL_TIME":"2020-01-01 10:00:13.0"} | P
-- 10:00:14 | STR0106 | {"TS":null,"V":5,"APPROXIMATE_ARRIVAL_TIME":"2020-01-01 10:00:14.0"} | P
-- 10:00:20 | STR0108 | {"TS":"2020-01-01 10:00:08.0","V":6,"APPROXIMATE_ARRIVAL_TIME":"2020-01-01 10:00:20.0"} | P
CREATE STREAM s (ts TIMESTAMP, v INTEGER);
CREATE PUMP p AS INSERT INTO s
SELECT STREAM ts, v FROM source_sql_stream_001 ORDER BY ts WITHIN INTERVAL '5' SECOND;

-- Put in order, the rows can be grouped by their own time, since it is their ROWTIME.
CREATE STREAM per_ten (n BIGINT);
CREATE PUMP q AS INSERT INTO per_ten
SELECT STREAM COUNT(*) FROM s GROUP BY STEP(s.ROWTIME BY INTERVAL '10' SECOND);
