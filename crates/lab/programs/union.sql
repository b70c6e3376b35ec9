-- Two queries into one stream, merged by ROWTIME: risers and fallers, each marked.
CREATE OR REPLACE STREAM "DESTINATION_SQL_STREAM" (
    kind          VARCHAR(8),
    ticker_symbol VARCHAR(4),
    change        REAL
);

CREATE OR REPLACE PUMP "MERGE_PUMP" AS
INSERT INTO "DESTINATION_SQL_STREAM"
SELECT STREAM 'rise', ticker_symbol, change
FROM "SOURCE_SQL_STREAM_001"
WHERE change > 2
UNION ALL
SELECT STREAM 'fall', ticker_symbol, change
FROM "SOURCE_SQL_STREAM_001"
WHERE change < -2;
