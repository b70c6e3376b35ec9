-- A list behind the alias renames the columns.
-- schema: stocks
CREATE STREAM o (x REAL, y VARCHAR(4));
CREATE PUMP p AS INSERT INTO o SELECT STREAM t.x, y FROM (SELECT STREAM ROWTIME, price, ticker_symbol FROM source_sql_stream_001) AS t(x, y);
