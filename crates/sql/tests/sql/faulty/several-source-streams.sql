-- Each stream of the source that is not the first is told of; there are at most 64 of them.
-- expect: SQL0074 6:58
-- expect: SQL0020 7:58
CREATE STREAM o (x VARCHAR(32));
CREATE PUMP p AS INSERT INTO o SELECT STREAM "site" FROM source_sql_stream_001;
CREATE PUMP q AS INSERT INTO o SELECT STREAM "site" FROM source_sql_stream_002;
CREATE PUMP r AS INSERT INTO o SELECT STREAM "site" FROM source_sql_stream_065;
