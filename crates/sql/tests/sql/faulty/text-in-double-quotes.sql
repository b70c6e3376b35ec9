-- Double quotes are names.
-- expect: SQL0021 4:104
CREATE STREAM o (x VARCHAR(32));
CREATE PUMP p AS INSERT INTO o SELECT STREAM "site" FROM source_sql_stream_001 WHERE "browseraction" = "Click";
