-- DISTINCT per minute.
--! source K VARCHAR(8)
--! input
-- 10:00:01 | b
-- 10:00:02 | a
-- 10:00:03 | b
-- 10:01:30 | b
--! expect S
-- 10:01:00 | 10:00:00 | b
-- 10:01:00 | 10:00:00 | a
-- 10:02:00 | 10:01:00 | b
CREATE STREAM s (m TIMESTAMP, k VARCHAR(8));
CREATE PUMP p AS INSERT INTO s
SELECT STREAM DISTINCT FLOOR(src.ROWTIME TO MINUTE), k FROM source_sql_stream_001 AS src;
