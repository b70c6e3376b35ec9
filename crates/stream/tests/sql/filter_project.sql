-- WHERE and a select list; ROWTIME is carried, `*` leaves it out.
--! source K VARCHAR(8), V INTEGER
--! input
-- 10:00:00.5 | a | 1
-- 10:00:01 | b | NULL
-- 10:00:02 | a  | 3
--! expect S
-- 10:00:00.5 | a | 1 | A-1
-- 10:00:02 | a | 3 | A-3
--! expect T
-- 10:00:00.5 | a | 1
-- 10:00:01 | b | NULL
-- 10:00:02 | a | 3
CREATE STREAM s (k VARCHAR(8), v INTEGER, x VARCHAR(16));
CREATE PUMP p AS INSERT INTO s
SELECT STREAM k, v, UPPER(k) || '-' || CAST(v AS VARCHAR(10)) FROM source_sql_stream_001 WHERE k = 'a';
CREATE STREAM t (k VARCHAR(8), v INTEGER);
CREATE PUMP q AS INSERT INTO t SELECT STREAM * FROM source_sql_stream_001;
