-- Sliding windows: inline and named, several at once, inside expressions, over joins and groups.
-- schema: stocks
-- expect: SQL0078 8:88
-- expect: SQL0078 13:9
-- expect: SQL0078 19:65
-- expect: SQL0078 22:81
CREATE STREAM o (a VARCHAR(4), n BIGINT, x DOUBLE);
CREATE PUMP p1 AS INSERT INTO o SELECT STREAM ticker_symbol, COUNT(*) OVER w1, price / SUM(price) OVER w2
FROM source_sql_stream_001 AS s
WINDOW w1 AS (PARTITION BY ticker_symbol RANGE INTERVAL '10' SECOND PRECEDING), w2 AS (w1 ROWS 2 PRECEDING);
CREATE PUMP p2 AS INSERT INTO o SELECT STREAM ticker_symbol, n, x FROM (
    SELECT STREAM ticker_symbol, COUNT(change) OVER (RANGE CURRENT ROW) AS n,
        LAG(price, 2, 0) IGNORE NULLS OVER (PARTITION BY sector ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS x
    FROM source_sql_stream_001) AS t WHERE n > 2;
CREATE PUMP p3 AS INSERT INTO o SELECT STREAM ticker_symbol, n, AVG(n) OVER (ORDER BY ROWTIME RANGE INTERVAL '1' HOUR PRECEDING) FROM (
    SELECT STREAM ticker_symbol, COUNT(*) AS n FROM source_sql_stream_001 GROUP BY ticker_symbol, FLOOR(source_sql_stream_001.ROWTIME TO MINUTE));
CREATE PUMP p4 AS INSERT INTO o SELECT STREAM DISTINCT ticker_symbol, CAST(UNIX_TIMESTAMP(FLOOR(ROWTIME TO MINUTE)) AS BIGINT) AS w, MAX(price) OVER w
FROM source_sql_stream_001 WINDOW w AS (ROWS 9 PRECEDING);
CREATE PUMP p5 AS INSERT INTO o SELECT STREAM ticker_symbol, 1, EXP_AVG(price, INTERVAL '10' SECOND) OVER (PARTITION BY ticker_symbol) AS x
FROM source_sql_stream_001 ORDER BY FLOOR(source_sql_stream_001.ROWTIME TO SECOND), x DESC;
CREATE STREAM q (a VARCHAR(4), n BIGINT, x DOUBLE);
CREATE PUMP p6 AS INSERT INTO q SELECT STREAM a.ticker_symbol, COUNT(*) OVER w, NTH_VALUE(b.x, 2) FROM LAST OVER (w ROWS 5 PRECEDING)
FROM source_sql_stream_001 AS a JOIN o OVER j AS b ON a.ticker_symbol = b.a
WINDOW w AS (PARTITION BY a.sector RANGE INTERVAL '1' MINUTE PRECEDING), j AS (RANGE INTERVAL '1' MINUTE PRECEDING);
