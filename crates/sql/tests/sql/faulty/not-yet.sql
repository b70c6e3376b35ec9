-- Forms that parse and cannot be run yet: one word each.
-- expect: SQL0090 4:86
CREATE STREAM o (n BIGINT);
CREATE PUMP p6 AS INSERT INTO o SELECT STREAM 1 FROM source_sql_stream_001 AS s JOIN "Companies" AS c ON s."site" = c."Site";
