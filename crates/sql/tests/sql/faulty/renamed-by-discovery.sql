-- A reserved word is renamed by discovery, and that is what is meant.
-- schema: renamed
-- expect: SQL0021 5:46
CREATE STREAM o (v DOUBLE);
CREATE PUMP p AS INSERT INTO o SELECT STREAM "value" FROM source_sql_stream_001;
