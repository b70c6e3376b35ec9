-- Patterns that come out of the data are read row by row; a faulty one is an error of its row.
--! source T VARCHAR(16), P VARCHAR(16)
--! input
-- 10:00:01 | a-b | -
-- 10:00:02 | a-b | [a-z]
-- 10:00:03 | a-b | (
-- 10:00:04 | NULL | a
--! expect S
-- 10:00:01 | a+b | false | -
-- 10:00:02 | +-+ | false | a
-- 10:00:04 | NULL | NULL | NULL
--! expect error_stream
-- 10:00:03 | STR0104 | {"T":"a-b","P":"(","APPROXIMATE_ARRIVAL_TIME":"2020-01-01 10:00:03.0"} | P
CREATE STREAM s (x VARCHAR(16), y BOOLEAN, z VARCHAR(16));
CREATE PUMP p AS INSERT INTO s
SELECT STREAM REGEX_REPLACE(t, p, '+', 1, 0), t SIMILAR TO p, SUBSTRING(t FROM p) FROM source_sql_stream_001;
