-- Forms that parse and cannot be run yet: one word each.
-- expect: SQL0090 9:17
--
-- expect: SQL0090 11:82
-- expect: SQL0090 12:92
-- expect: SQL0090 13:47
-- expect: SQL0090 13:93
CREATE STREAM o (n BIGINT);
CREATE FUNCTION twice (x INTEGER) RETURNS INTEGER RETURN x * 2;
CREATE PUMP p1 AS INSERT INTO o SELECT STREAM COUNT(*) OVER (RANGE INTERVAL '1' MINUTE PRECEDING) FROM source_sql_stream_001;
CREATE PUMP p4 AS INSERT INTO o SELECT STREAM 1 FROM source_sql_stream_001 WHERE "site" SIMILAR TO 'x%';
CREATE PUMP p5 AS INSERT INTO o SELECT STREAM CHAR_LENGTH(t.r.COLUMN1) FROM (SELECT STREAM REGEX_LOG_PARSE("site", '(.*)') AS r FROM source_sql_stream_001) AS t;
CREATE PUMP p6 AS INSERT INTO o SELECT STREAM twice(1) FROM source_sql_stream_001 AS s JOIN "Companies" AS c ON s."site" = c."Site";
