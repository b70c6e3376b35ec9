-- A count of counts: the minute's total over ten-second windows.
--! source K VARCHAR(8)
--! input
-- 10:00:01 | a
-- 10:00:02 | b
-- 10:00:12 | c
-- 10:01:01 | d
--! expect TENS
-- 10:00:10 | 2
-- 10:00:20 | 1
-- 10:01:10 | 1
--! expect MINUTES
-- 10:01:00 | 10:00:00 | 3 | 2
-- 10:02:00 | 10:01:00 | 1 | 1
CREATE STREAM tens (n BIGINT);
CREATE PUMP p AS INSERT INTO tens
SELECT STREAM COUNT(*) FROM source_sql_stream_001 AS src GROUP BY STEP(src.ROWTIME BY INTERVAL '10' SECOND);
CREATE STREAM minutes (m TIMESTAMP, total BIGINT, windows BIGINT);
CREATE PUMP q AS INSERT INTO minutes
SELECT STREAM FLOOR(tens.ROWTIME TO MINUTE), SUM(n), COUNT(*) FROM tens GROUP BY FLOOR(tens.ROWTIME TO MINUTE);
