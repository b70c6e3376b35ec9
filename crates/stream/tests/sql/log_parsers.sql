-- Lines of a log as records; a line that does not fit gives a record of NULL.
--! source LINE VARCHAR(256)
--! input
-- 10:00:01 | 203.0.113.24 - John [10/Aug/2021:01:26:30 +0200] "GET /index.php HTTP/1.1" 200 125
-- 10:00:02 | nothing of a log
-- 10:00:03 | NULL
--! expect W
-- 10:00:01 | 203.0.113.24 | 2021-08-09 23:26:30 | GET /index.php HTTP/1.1 | 125
-- 10:00:02 | NULL | NULL | NULL | NULL
-- 10:00:03 | NULL | NULL | NULL | NULL
--! expect X
-- 10:00:01 | John | 200
--! expect F
-- 10:00:01 | 203. | 0
-- 10:00:02 | noth | NULL
-- 10:00:03 | NULL | NULL
CREATE STREAM w (host VARCHAR(32), at TIMESTAMP, request VARCHAR(64), bytes INTEGER);
CREATE STREAM x (who VARCHAR(8), status INTEGER);
CREATE STREAM f (a VARCHAR(4), b INTEGER);
CREATE PUMP pw AS INSERT INTO w
SELECT STREAM l.r.COLUMN1, CHAR_TO_TIMESTAMP('''[''dd/MMM/yyyy:HH:mm:ss Z', l.r.COLUMN4), l.r.COLUMN5, CAST(l.r.COLUMN7 AS INTEGER)
FROM (SELECT STREAM W3C_LOG_PARSE(line, 'COMMON') FROM source_sql_stream_001) AS l (r);
-- A record that is NULL can be asked for; its fields stand in any expression.
CREATE PUMP px AS INSERT INTO x
SELECT STREAM r.COLUMN1, CAST(t.r.COLUMN2 AS INTEGER)
FROM (SELECT STREAM REGEX_LOG_PARSE(line, '- (\w+) \[.*\] ".*" (\d+)') AS r FROM source_sql_stream_001) AS t
WHERE t.r IS NOT NULL;
CREATE PUMP pf AS INSERT INTO f
SELECT STREAM t.r.a, CASE WHEN t.r."B" = '0' THEN 0 END
FROM (SELECT STREAM FIXED_COLUMN_LOG_PARSE(line, 'a TYPE VARCHAR(4) START 0 FOR 4, b TYPE VARCHAR(1) START 4 FOR 1') AS r FROM source_sql_stream_001) AS t;
