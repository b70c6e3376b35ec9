-- The documented example: rows that arrive late for their minute still meet in one window (spec/kda-sql.md 8, golden).
--! source EVENT_TIME TIMESTAMP, TICKER_SYMBOL VARCHAR(4)
--! input
-- 11:00:20 | 11:00:10 | AMZN
-- 11:00:30 | 11:00:20 | AMZN
-- 11:01:05 | 11:00:55 | AMZN
-- 11:01:15 | 11:01:05 | AMZN
--! expect DESTINATION_SQL_STREAM
-- 11:01:20 | 11:00:00 | AMZN | 3
-- 11:02:15 | 11:01:00 | AMZN | 1
CREATE OR REPLACE STREAM "DESTINATION_SQL_STREAM" (event_time TIMESTAMP, ticker_symbol VARCHAR(4), ticker_count INTEGER);

CREATE OR REPLACE PUMP "STREAM_PUMP" AS
INSERT INTO "DESTINATION_SQL_STREAM"
SELECT STREAM FLOOR(event_time TO MINUTE), ticker_symbol, COUNT(ticker_symbol) AS ticker_count
FROM "SOURCE_SQL_STREAM_001"
WINDOWED BY STAGGER (PARTITION BY FLOOR(event_time TO MINUTE), ticker_symbol RANGE INTERVAL '1' MINUTE);
