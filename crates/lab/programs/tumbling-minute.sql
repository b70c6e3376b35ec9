-- Highest, lowest and mean price of every symbol and minute. MINUTE_BEGIN is the window's start, ROWTIME its end.
CREATE OR REPLACE STREAM "DESTINATION_SQL_STREAM" (
    ticker_symbol VARCHAR(4),
    minute_begin  TIMESTAMP,
    lowest        REAL,
    highest       REAL,
    mean          REAL,
    ticks         BIGINT
);

CREATE OR REPLACE PUMP "MINUTE_PUMP" AS
INSERT INTO "DESTINATION_SQL_STREAM"
SELECT STREAM
    ticker_symbol,
    FLOOR(s.ROWTIME TO MINUTE),
    MIN(price),
    MAX(price),
    AVG(price),
    COUNT(*)
FROM "SOURCE_SQL_STREAM_001" AS s
GROUP BY ticker_symbol, FLOOR(s.ROWTIME TO MINUTE);
