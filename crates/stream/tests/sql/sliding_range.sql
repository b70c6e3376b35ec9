-- RANGE is inclusive at both ends; of rows of one ROWTIME each sees those before it (spec/kda-sql.md 9).
--! source K VARCHAR(1), V INTEGER
--! input
-- 10:00:00 | a | 5
-- 10:00:04 | b | 7
-- 10:00:10 | a | 1
-- 10:00:10 | a | NULL
-- 10:00:10.001 | a | 2
-- 10:00:14.001 | b | 4
-- 10:01:00 | a | NULL
--! expect ALL_ROWS
-- 10:00:00 | a | 1 | 1 | 5 | 5 | 5 | 5
-- 10:00:04 | b | 2 | 2 | 12 | 6 | 5 | 7
-- 10:00:10 | a | 3 | 3 | 13 | 4 | 1 | 7
-- 10:00:10 | a | 4 | 3 | 13 | 4 | 1 | 7
-- 10:00:10.001 | a | 4 | 3 | 10 | 3 | 1 | 7
-- 10:00:14.001 | b | 4 | 3 | 7 | 2 | 1 | 4
-- 10:01:00 | a | 1 | 0 | NULL | NULL | NULL | NULL
--! expect OF_EACH_KEY
-- 10:00:00 | a | 1 | 5
-- 10:00:04 | b | 1 | 7
-- 10:00:10 | a | 2 | 6
-- 10:00:10 | a | 3 | 6
-- 10:00:10.001 | a | 3 | 3
-- 10:00:14.001 | b | 1 | 4
-- 10:01:00 | a | 1 | NULL
--! expect PEERS
-- 10:00:00 | 1
-- 10:00:04 | 1
-- 10:00:10 | 1
-- 10:00:10 | 2
-- 10:00:10.001 | 1
-- 10:00:14.001 | 1
-- 10:01:00 | 1
CREATE STREAM all_rows (k VARCHAR(1), n BIGINT, c BIGINT, s INTEGER, a INTEGER, least INTEGER, greatest INTEGER);
CREATE STREAM of_each_key (k VARCHAR(1), n BIGINT, s INTEGER);
CREATE STREAM peers (n BIGINT);
CREATE PUMP p1 AS INSERT INTO all_rows
SELECT STREAM k, COUNT(*) OVER w, COUNT(v) OVER w, SUM(v) OVER w, AVG(v) OVER w, MIN(v) OVER w, MAX(v) OVER w
FROM source_sql_stream_001 WINDOW w AS (RANGE INTERVAL '10' SECOND PRECEDING);
CREATE PUMP p2 AS INSERT INTO of_each_key
SELECT STREAM k, COUNT(*) OVER (PARTITION BY k RANGE INTERVAL '10' SECOND PRECEDING), SUM(v) OVER (PARTITION BY k RANGE INTERVAL '10' SECOND PRECEDING)
FROM source_sql_stream_001;
CREATE PUMP p3 AS INSERT INTO peers SELECT STREAM COUNT(*) OVER (RANGE CURRENT ROW) FROM source_sql_stream_001;
