-- Over a stream SELECT is SELECT STREAM; it runs all the same. Without FROM nothing streams.
-- expect: SQL0070 5:32
-- expect: SQL0071 6:32
CREATE STREAM o (x VARCHAR(32));
CREATE PUMP p AS INSERT INTO o SELECT "site" FROM source_sql_stream_001;
CREATE PUMP q AS INSERT INTO o SELECT STREAM 'x';
