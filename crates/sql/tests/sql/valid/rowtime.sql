-- An unaliased ROWTIME is a column like any other; AS ROWTIME sets the row's own time; * has neither.
-- schema: stocks
CREATE STREAM timed (at TIMESTAMP, ticker VARCHAR(4));
CREATE PUMP p1 AS INSERT INTO timed SELECT STREAM ROWTIME, ticker_symbol FROM source_sql_stream_001;
CREATE PUMP p2 AS INSERT INTO timed
SELECT STREAM approximate_arrival_time AS ROWTIME, approximate_arrival_time, ticker_symbol FROM source_sql_stream_001
ORDER BY ROWTIME, ticker_symbol;
CREATE PUMP p4 AS INSERT INTO timed
SELECT STREAM t.ROWTIME, t.ticker_symbol
FROM (SELECT STREAM ROWTIME, ticker_symbol FROM source_sql_stream_001) AS t;
CREATE PUMP p5 AS INSERT INTO timed (ROWTIME, ticker)
SELECT STREAM approximate_arrival_time, ticker_symbol FROM source_sql_stream_001;
