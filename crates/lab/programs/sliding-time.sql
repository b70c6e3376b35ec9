-- With every tick the mean, and the number, of its symbol's ticks in the minute before it.
CREATE OR REPLACE STREAM "DESTINATION_SQL_STREAM" (
    ticker_symbol VARCHAR(4),
    price         REAL,
    minute_mean   REAL,
    minute_ticks  BIGINT
);

CREATE OR REPLACE PUMP "SLIDING_PUMP" AS
INSERT INTO "DESTINATION_SQL_STREAM"
SELECT STREAM ticker_symbol, price, AVG(price) OVER last_minute, COUNT(*) OVER last_minute
FROM "SOURCE_SQL_STREAM_001"
WINDOW last_minute AS (PARTITION BY ticker_symbol RANGE INTERVAL '1' MINUTE PRECEDING);
