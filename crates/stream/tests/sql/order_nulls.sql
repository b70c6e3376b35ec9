-- NULL is the greatest value unless NULLS FIRST or LAST says otherwise.
--! source K VARCHAR(4), V INTEGER
--! input
-- 10:00:01 | a | 1
-- 10:00:02 | b | NULL
-- 10:00:03 | c | 2
-- 10:00:04 | NULL | 2
--! expect ASCENDING
-- 10:01:00 | a
-- 10:01:00 | c
-- 10:01:00 | NULL
-- 10:01:00 | b
--! expect DESCENDING
-- 10:01:00 | b
-- 10:01:00 | c
-- 10:01:00 | NULL
-- 10:01:00 | a
--! expect SAID
-- 10:01:00 | NULL
-- 10:01:00 | c
-- 10:01:00 | a
-- 10:01:00 | b
CREATE STREAM ascending (k VARCHAR(4));
CREATE PUMP p AS INSERT INTO ascending
SELECT STREAM k FROM source_sql_stream_001 AS s ORDER BY FLOOR(s.ROWTIME TO MINUTE), v, k;
CREATE STREAM descending (k VARCHAR(4));
CREATE PUMP q AS INSERT INTO descending
SELECT STREAM k FROM source_sql_stream_001 AS s ORDER BY FLOOR(s.ROWTIME TO MINUTE), v DESC, k;
CREATE STREAM said (k VARCHAR(4));
CREATE PUMP r AS INSERT INTO said
SELECT STREAM k FROM source_sql_stream_001 AS s ORDER BY FLOOR(s.ROWTIME TO MINUTE), v DESC NULLS LAST, k NULLS FIRST;
