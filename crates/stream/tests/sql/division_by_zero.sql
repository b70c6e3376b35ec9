-- The AWS exercise: the row that fails is dropped and reported, the program goes on (spec/kda-sql.md 14).
--! source TICKER_SYMBOL VARCHAR(4), PRICE REAL
--! input
-- 10:00:00 | AMZN | 2.5
-- 10:00:01 | QXZ | 0
-- 10:00:02 | TGT | 4
--! expect DESTINATION_SQL_STREAM
-- 10:00:00 | AMZN | 0.4
-- 10:00:02 | TGT | 0.25
--! expect error_stream
-- 10:00:01 | STR0101 | {"TICKER_SYMBOL":"QXZ","PRICE":0.0,"APPROXIMATE_ARRIVAL_TIME":"2020-01-01 10:00:01.0"} | STREAM_PUMP
CREATE OR REPLACE STREAM "DESTINATION_SQL_STREAM" (ticker_symbol VARCHAR(4), inverse DOUBLE);
CREATE OR REPLACE PUMP "STREAM_PUMP" AS
INSERT INTO "DESTINATION_SQL_STREAM"
SELECT STREAM ticker_symbol, 1.0e0 / price FROM "SOURCE_SQL_STREAM_001";
