-- The ticks of every ten seconds, the greatest fall first: ORDER BY begins with time, so that it is known when a window is complete.
CREATE OR REPLACE STREAM "DESTINATION_SQL_STREAM" (
    ticker_symbol VARCHAR(4),
    change        REAL
);

CREATE OR REPLACE PUMP "ORDER_PUMP" AS
INSERT INTO "DESTINATION_SQL_STREAM"
SELECT STREAM ticker_symbol, change
FROM "SOURCE_SQL_STREAM_001" AS s
WHERE change < 0
ORDER BY STEP(s.ROWTIME BY INTERVAL '10' SECOND), change;
