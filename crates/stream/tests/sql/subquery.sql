-- A query over a query: the inner alias in the outer WHERE and GROUP BY.
--! source K VARCHAR(8), V INTEGER
--! input
-- 10:00:01 | a | 1
-- 10:00:02 | b | 20
-- 10:00:03 | a | 30
-- 10:01:01 | a | 40
--! expect S
-- 10:01:00 | 10:00:00 | 2 | 100
-- 10:02:00 | 10:01:00 | 1 | 80
CREATE STREAM s (m TIMESTAMP, n BIGINT, total INTEGER);
CREATE PUMP p AS INSERT INTO s
SELECT STREAM m, COUNT(*), SUM(doubled)
FROM (SELECT STREAM FLOOR(src.ROWTIME TO MINUTE) AS m, v * 2 AS doubled FROM source_sql_stream_001 AS src) AS t
WHERE doubled > 10
GROUP BY m;
