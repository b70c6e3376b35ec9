-- Windows that keep much, or more and more: each runs, and is warned of.
-- schema: stocks
-- expect: SQL0079 14:62
-- expect: SQL0078 16:62
-- expect: SQL0079 19:1
-- expect: SQL0079 20:107
CREATE STREAM o (a VARCHAR(4), n BIGINT, x DOUBLE);
CREATE STREAM q (a VARCHAR(4), n BIGINT, x DOUBLE);
-- An hour is what the service advised; by sector, silent sectors are let go.
CREATE PUMP p1 AS INSERT INTO o SELECT STREAM ticker_symbol, COUNT(*) OVER (PARTITION BY sector RANGE INTERVAL '1' HOUR PRECEDING), 0
FROM source_sql_stream_001;
-- Rows of all keys together are bounded.
CREATE PUMP p2 AS INSERT INTO o SELECT STREAM ticker_symbol, COUNT(*) OVER (ROWS 9 PRECEDING), 0 FROM source_sql_stream_001;
CREATE PUMP p3 AS INSERT INTO o SELECT STREAM ticker_symbol, COUNT(*) OVER (RANGE INTERVAL '61' MINUTE PRECEDING), 0
FROM source_sql_stream_001;
CREATE PUMP p4 AS INSERT INTO o SELECT STREAM ticker_symbol, COUNT(*) OVER (PARTITION BY sector ROWS 9 PRECEDING), 0
FROM source_sql_stream_001;
CREATE PUMP p5 AS INSERT INTO q SELECT STREAM s.ticker_symbol, 1, price FROM source_sql_stream_001 AS s
JOIN o OVER (RANGE INTERVAL '2' HOUR PRECEDING) AS b ON s.ticker_symbol = b.a;
CREATE PUMP p6 AS INSERT INTO o SELECT STREAM ticker_symbol, 1, price FROM source_sql_stream_001 ORDER BY ROWTIME WITHIN INTERVAL '90' MINUTE;
