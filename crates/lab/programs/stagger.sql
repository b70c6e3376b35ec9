-- A window for each symbol that opens with its first tick and closes 30 seconds later, whatever the clock shows.
CREATE OR REPLACE STREAM "DESTINATION_SQL_STREAM" (
    ticker_symbol VARCHAR(4),
    ticks         BIGINT,
    mean          REAL
);

CREATE OR REPLACE PUMP "STAGGER_PUMP" AS
INSERT INTO "DESTINATION_SQL_STREAM"
SELECT STREAM ticker_symbol, COUNT(*), AVG(price)
FROM "SOURCE_SQL_STREAM_001"
WINDOWED BY STAGGER(PARTITION BY ticker_symbol RANGE INTERVAL '30' SECOND);
