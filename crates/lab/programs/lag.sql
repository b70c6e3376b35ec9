-- How far each price lies from the one before, and from a mean that forgets: an older tick weighs half after 30 seconds.
CREATE OR REPLACE STREAM "DESTINATION_SQL_STREAM" (
    ticker_symbol VARCHAR(4),
    price         REAL,
    moved         REAL,
    trend         DOUBLE
);

CREATE OR REPLACE PUMP "MOVE_PUMP" AS
INSERT INTO "DESTINATION_SQL_STREAM"
SELECT STREAM
    ticker_symbol,
    price,
    price - LAG(price, 1) OVER w,
    EXP_AVG(price, INTERVAL '30' SECOND) OVER w
FROM "SOURCE_SQL_STREAM_001"
WINDOW w AS (PARTITION BY ticker_symbol RANGE INTERVAL '10' MINUTE PRECEDING);
