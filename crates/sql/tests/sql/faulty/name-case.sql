-- A column of the source keeps its case, so it needs quotes.
-- expect: SQL0021 5:46
-- expect: SQL0021 5:84
CREATE STREAM o (x VARCHAR(32));
CREATE PUMP p AS INSERT INTO o SELECT STREAM site FROM source_sql_stream_001 WHERE browseraction = 'Click';
