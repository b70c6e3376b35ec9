-- A duplicate is one within the window of a monotonic item.
-- schema: stocks
CREATE STREAM seen (w TIMESTAMP, ticker VARCHAR(4));
CREATE PUMP p AS INSERT INTO seen
SELECT STREAM DISTINCT FLOOR(ROWTIME TO MINUTE) AS w, ticker_symbol FROM source_sql_stream_001;
CREATE STREAM seen_at (at TIMESTAMP, ticker VARCHAR(4));
CREATE PUMP q AS INSERT INTO seen_at SELECT STREAM DISTINCT ROWTIME, ticker_symbol FROM source_sql_stream_001;
