-- With every tick of one sector the spread of its last ten prices.
CREATE OR REPLACE STREAM "DESTINATION_SQL_STREAM" (
    ticker_symbol VARCHAR(4),
    price         REAL,
    lowest        REAL,
    highest       REAL,
    deviation     DOUBLE
);

CREATE OR REPLACE PUMP "SPREAD_PUMP" AS
INSERT INTO "DESTINATION_SQL_STREAM"
SELECT STREAM
    ticker_symbol,
    price,
    MIN(price) OVER ten,
    MAX(price) OVER ten,
    STDDEV_SAMP(price) OVER ten
FROM "SOURCE_SQL_STREAM_001"
WHERE sector = 'TECHNOLOGY'
WINDOW ten AS (ROWS 9 PRECEDING);
