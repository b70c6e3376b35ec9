-- Symbols that were traded more than ten times within ten seconds.
CREATE OR REPLACE STREAM "DESTINATION_SQL_STREAM" (
    ticker_symbol VARCHAR(4),
    ticks         BIGINT
);

CREATE OR REPLACE PUMP "BUSY_PUMP" AS
INSERT INTO "DESTINATION_SQL_STREAM"
SELECT STREAM ticker_symbol, COUNT(*)
FROM "SOURCE_SQL_STREAM_001" AS s
GROUP BY ticker_symbol, STEP(s.ROWTIME BY INTERVAL '10' SECOND)
HAVING COUNT(*) > 10;
