-- A function of one's own, and rows that it picks.
CREATE FUNCTION percent_of(change DOUBLE, price DOUBLE) RETURNS DOUBLE
RETURN CASE WHEN price = change THEN NULL ELSE change / (price - change) * 100 END;

CREATE OR REPLACE STREAM "DESTINATION_SQL_STREAM" (
    ticker_symbol VARCHAR(4),
    percent       DOUBLE
);

CREATE OR REPLACE PUMP "PERCENT_PUMP" AS
INSERT INTO "DESTINATION_SQL_STREAM"
SELECT STREAM ticker_symbol, percent_of(CAST(change AS DOUBLE), CAST(price AS DOUBLE))
FROM "SOURCE_SQL_STREAM_001"
WHERE ABS(percent_of(CAST(change AS DOUBLE), CAST(price AS DOUBLE))) > 3;
