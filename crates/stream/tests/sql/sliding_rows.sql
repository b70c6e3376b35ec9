-- ROWS n PRECEDING is n rows and the current one, whatever their times; of a window without end nothing leaves.
--! source K VARCHAR(1), V DOUBLE
--! input
-- 10:00:00 | a | 1.5
-- 10:00:00 | b | 8
-- 10:00:01 | a | 2.5
-- 11:00:00 | a | 5
-- 11:00:00 | b | NULL
-- 11:00:02 | a | 0.5
--! expect LAST_ROWS
-- 10:00:00 | a | 1 | 1.5 | 1.5
-- 10:00:00 | b | 1 | 8.0 | 8.0
-- 10:00:01 | a | 2 | 2.0 | 4.0
-- 11:00:00 | a | 3 | 3.0 | 7.5
-- 11:00:00 | b | 2 | 8.0 | 8.0
-- 11:00:02 | a | 3 | 2.6666666666666665 | 5.5
--! expect ENDLESS
-- 10:00:00 | 1 | 1.5 | 1.5
-- 10:00:00 | 2 | 9.5 | 1.5
-- 10:00:01 | 3 | 12.0 | 1.5
-- 11:00:00 | 4 | 17.0 | 1.5
-- 11:00:00 | 5 | 17.0 | 1.5
-- 11:00:02 | 6 | 17.5 | 0.5
--! expect CURRENT_ONLY
-- 10:00:00 | 1 | 1.5
-- 10:00:00 | 1 | 8.0
-- 10:00:01 | 1 | 2.5
-- 11:00:00 | 1 | 5.0
-- 11:00:00 | 1 | NULL
-- 11:00:02 | 1 | 0.5
CREATE STREAM last_rows (k VARCHAR(1), n BIGINT, a DOUBLE, s DOUBLE);
CREATE STREAM endless (n BIGINT, s DOUBLE, least DOUBLE);
CREATE STREAM current_only (n BIGINT, s DOUBLE);
CREATE PUMP p1 AS INSERT INTO last_rows SELECT STREAM k, COUNT(*) OVER last3, AVG(v) OVER last3, SUM(v) OVER (last3 ROWS 1 PRECEDING) AS s
FROM source_sql_stream_001
WINDOW last3 AS (PARTITION BY k ROWS 2 PRECEDING);
CREATE PUMP p2 AS INSERT INTO endless SELECT STREAM COUNT(*) OVER (ROWS UNBOUNDED PRECEDING), SUM(v) OVER (RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW),
    MIN(v) OVER (ORDER BY ROWTIME) FROM source_sql_stream_001;
CREATE PUMP p3 AS INSERT INTO current_only SELECT STREAM COUNT(*) OVER w, SUM(v) OVER w FROM source_sql_stream_001 WINDOW w AS (ROWS CURRENT ROW);
