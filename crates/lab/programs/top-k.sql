-- The three symbols with the most ticks in every minute.
CREATE OR REPLACE STREAM "DESTINATION_SQL_STREAM" (
    ticker_symbol VARCHAR(1024),
    ticks         BIGINT
);

CREATE OR REPLACE PUMP "TOP_PUMP" AS
INSERT INTO "DESTINATION_SQL_STREAM"
SELECT STREAM ITEM, ITEM_COUNT
FROM TABLE(TOP_K_ITEMS_TUMBLING(
    CURSOR(SELECT STREAM * FROM "SOURCE_SQL_STREAM_001"),
    'TICKER_SYMBOL', -- the column, in its exact case
    3,               -- symbols
    60               -- seconds
));
