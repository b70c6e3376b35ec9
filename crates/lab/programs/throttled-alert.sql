-- An alert for a price far below its mean, and not more than one a minute for each symbol: a second one is counted and kept back.
CREATE OR REPLACE STREAM "LOW" (
    ticker_symbol VARCHAR(4),
    price         REAL
);

CREATE OR REPLACE PUMP "LOW_PUMP" AS
INSERT INTO "LOW"
SELECT STREAM ticker_symbol, price
FROM (
    SELECT STREAM
        ticker_symbol,
        price,
        AVG(price) OVER (PARTITION BY ticker_symbol RANGE INTERVAL '5' MINUTE PRECEDING) AS mean
    FROM "SOURCE_SQL_STREAM_001"
) AS t
WHERE price < mean * 0.7;

CREATE OR REPLACE STREAM "DESTINATION_SQL_STREAM" (
    ticker_symbol VARCHAR(4),
    price         REAL
);

CREATE OR REPLACE PUMP "ALERT_PUMP" AS
INSERT INTO "DESTINATION_SQL_STREAM"
SELECT STREAM ticker_symbol, price
FROM (
    SELECT STREAM
        ticker_symbol,
        price,
        COUNT(*) OVER (PARTITION BY ticker_symbol RANGE INTERVAL '1' MINUTE PRECEDING) AS alerts
    FROM "LOW"
) AS t
WHERE alerts = 1;
