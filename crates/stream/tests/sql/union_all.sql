-- UNION ALL merges by ROWTIME, at equal times the first query first; several pumps into one stream do the same.
--! source K VARCHAR(8), V INTEGER
--! input
-- 10:00:01 | a | 1
-- 10:00:01 | b | 2
-- 10:00:02 | a | 3
--! expect S
-- 10:00:01 | b | 2
-- 10:00:01 | a | 1
-- 10:00:02 | a | 3
--! expect T
-- 10:00:01 | big | 2
-- 10:00:01 | all | 1
-- 10:00:01 | all | 2
-- 10:00:02 | big | 3
-- 10:00:02 | all | 3
CREATE STREAM s (k VARCHAR(8), v INTEGER);
CREATE PUMP p AS INSERT INTO s
SELECT STREAM k, v FROM source_sql_stream_001 WHERE k = 'b'
UNION ALL
SELECT STREAM k, v FROM source_sql_stream_001 WHERE k = 'a';
CREATE STREAM t (k VARCHAR(8), v INTEGER);
CREATE PUMP q AS INSERT INTO t SELECT STREAM 'big', v FROM source_sql_stream_001 WHERE v > 1;
CREATE PUMP r AS INSERT INTO t SELECT STREAM 'all', v FROM source_sql_stream_001;
