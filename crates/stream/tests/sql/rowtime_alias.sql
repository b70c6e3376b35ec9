-- `AS ROWTIME` sets the time of a row; a row that would go back fails.
--! source EVENT_TIME TIMESTAMP, V INTEGER
--! input
-- 10:00:10 | 10:00:01 | 1
-- 10:00:11 | 10:00:05 | 2
-- 10:00:12 | 10:00:03 | 3
-- 10:00:13 | 10:01:00 | 4
--! expect S
-- 10:00:01 | 1
-- 10:00:05 | 2
-- 10:01:00 | 4
--! expect M
-- 10:01:00 | 2
-- 10:02:00 | 1
--! expect error_stream
-- 10:00:12 | STR0105 | {"EVENT_TIME":"2020-01-01 10:00:03.0","V":3,"APPROXIMATE_ARRIVAL_TIME":"2020-01-01 10:00:12.0"} | P
CREATE STREAM s (v INTEGER);
CREATE PUMP p AS INSERT INTO s SELECT STREAM v, event_time AS ROWTIME FROM source_sql_stream_001;
CREATE STREAM m (n BIGINT);
CREATE PUMP q AS INSERT INTO m SELECT STREAM COUNT(*) FROM s GROUP BY FLOOR(s.ROWTIME TO MINUTE);
