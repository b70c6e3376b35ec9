-- Rows of a minute are held, sorted and given at its end.
--! source K VARCHAR(8), V INTEGER
--! input
-- 10:00:01 | a | 5
-- 10:00:02 | b | 9
-- 10:00:03 | c | 7
-- 10:01:30 | d | 1
--! expect S
-- 10:01:00 | b | 9
-- 10:01:00 | c | 7
-- 10:01:00 | a | 5
-- 10:02:00 | d | 1
CREATE STREAM s (k VARCHAR(8), v INTEGER);
CREATE PUMP p AS INSERT INTO s
SELECT STREAM k, v FROM source_sql_stream_001 AS src
ORDER BY FLOOR(src.ROWTIME TO MINUTE), v DESC;
