-- VALUES gives its rows once, with the first row of the source.
--! source V INTEGER
--! input
-- 10:00:01 | 1
-- 10:00:02 | 2
--! expect S
-- 10:00:01 | 1 | a | 10:00:01
-- 10:00:01 | 2 | NULL | 10:00:01
-- 10:00:01 | 9 | from | NULL
--! expect T
-- 10:00:01 | had
--! expect error_stream
-- 10:00:01 | STR0101 | {} | R
CREATE STREAM s (v INTEGER, k VARCHAR(8), at TIMESTAMP);
CREATE STREAM t (k VARCHAR(8));
CREATE PUMP p AS INSERT INTO s VALUES (1, 'a', CURRENT_TIMESTAMP), (2, NULL, CURRENT_ROW_TIMESTAMP);
CREATE PUMP q AS INSERT INTO s (k, v) SELECT STREAM x.k, x.v FROM (VALUES ('from', 9)) AS x (k, v);
CREATE PUMP r AS INSERT INTO s (v) VALUES (1 / 0);
CREATE PUMP l AS INSERT INTO t SELECT STREAM t.r.COLUMN2 FROM (VALUES (REGEX_LOG_PARSE('Mary had', '(\w+) (\w+)'))) AS t (r);
