-- The recommended pattern: one window for when to emit, one for what it is about (spec/kda-sql.md 7, golden).
--! source EVENT_TIME TIMESTAMP, TICKER_SYMBOL VARCHAR(4)
--! input
-- 11:00:20 | 11:00:10 | AMZN
-- 11:00:30 | 11:00:20 | AMZN
-- 11:01:05 | 11:00:55 | AMZN
-- 11:01:15 | 11:01:05 | AMZN
--! expect DESTINATION_SQL_STREAM
-- 11:01:00 | AMZN | 11:00:00 | 2
-- 11:02:00 | AMZN | 11:00:00 | 1
-- 11:02:00 | AMZN | 11:01:00 | 1
CREATE OR REPLACE STREAM "DESTINATION_SQL_STREAM" (ticker_symbol VARCHAR(4), event_minute TIMESTAMP, ticker_count BIGINT);

CREATE OR REPLACE PUMP "STREAM_PUMP" AS
INSERT INTO "DESTINATION_SQL_STREAM"
SELECT STREAM ticker_symbol, FLOOR(event_time TO MINUTE), COUNT(*)
FROM "SOURCE_SQL_STREAM_001"
GROUP BY ticker_symbol, FLOOR(event_time TO MINUTE), STEP("SOURCE_SQL_STREAM_001".ROWTIME BY INTERVAL '1' MINUTE);
