-- UNION ALL meets by position; several pumps may feed one stream, which may share its pump's name.
-- schema: stocks
CREATE STREAM "S" (label VARCHAR(16), x DOUBLE);
CREATE PUMP "S" AS INSERT INTO "S"
SELECT STREAM sector, price FROM source_sql_stream_001
UNION ALL
SELECT STREAM 'constant', 1 FROM source_sql_stream_001
UNION ALL
(SELECT STREAM NULL, CAST(NULL AS INTEGER) FROM source_sql_stream_001 ORDER BY ROWTIME, price);
CREATE PUMP "S2" STOPPED AS INSERT INTO "S" (x) SELECT STREAM 0 FROM source_sql_stream_001;
