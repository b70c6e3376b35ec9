-- It runs, and every row fails.
-- expect: SQL0046 4:46
CREATE STREAM a (x INTEGER);
CREATE PUMP p AS INSERT INTO a SELECT STREAM CHAR_LENGTH("site") / 0 FROM source_sql_stream_001;
