-- Functions with OVER inside expressions, under a filter, over groups, below an order and in DISTINCT.
--! source TICKER VARCHAR(4), PRICE INTEGER
--! input
-- 10:00:01 | A | 10
-- 10:00:02 | A | 30
-- 10:00:03 | B | 5
-- 10:00:10 | A | 20
-- 10:00:59 | B | 5
-- 10:01:05 | A | 40
-- 10:02:30 | B | 1
--! expect SHARES
-- 10:00:01 | A | 1.0 | 0
-- 10:00:02 | A | 0.75 | 20
-- 10:00:03 | B | 1.0 | 0
-- 10:00:10 | A | 0.3333333333333333 | -10
-- 10:00:59 | B | 0.5 | 0
-- 10:01:05 | A | 0.6666666666666666 | 20
-- 10:02:30 | B | 1.0 | 0
--! expect ALERTS
-- 10:00:02 | A | 2
-- 10:00:10 | A | 3
-- 10:00:59 | B | 2
-- 10:01:05 | A | 2
--! expect PER_MINUTE
-- 10:01:00 | A | 3 | 3
-- 10:01:00 | B | 2 | 5
-- 10:02:00 | A | 1 | 6
-- 10:03:00 | B | 1 | 2
--! expect CHANGES
-- 10:01:00 | A | 1
-- 10:01:00 | A | 2
-- 10:01:00 | B | 1
-- 10:02:00 | A | 2
-- 10:03:00 | B | 2
--! expect SORTED
-- 10:00:30 | 30
-- 10:00:30 | 20
-- 10:00:30 | 10
-- 10:00:30 | 5
-- 10:01:00 | 5
-- 10:01:30 | 40
-- 10:03:00 | 1
CREATE STREAM shares (ticker VARCHAR(4), share DOUBLE, rise INTEGER);
CREATE STREAM alerts (ticker VARCHAR(4), n BIGINT);
CREATE STREAM per_minute (ticker VARCHAR(4), n BIGINT, of_two_minutes BIGINT);
CREATE STREAM changes (ticker VARCHAR(4), n BIGINT);
CREATE STREAM sorted (greatest INTEGER);
CREATE PUMP p1 AS INSERT INTO shares
SELECT STREAM ticker, CAST(price AS DOUBLE) / SUM(price) OVER w1 AS share, price - COALESCE(LAG(price) OVER w1, price)
FROM source_sql_stream_001
WINDOW w1 AS (PARTITION BY ticker RANGE INTERVAL '1' MINUTE PRECEDING);
CREATE PUMP p2 AS INSERT INTO alerts
SELECT STREAM ticker, c FROM (
    SELECT STREAM ticker, COUNT(*) OVER w1 AS c FROM source_sql_stream_001
    WINDOW w1 AS (PARTITION BY ticker RANGE INTERVAL '1' MINUTE PRECEDING)) AS t
WHERE c > 1;
CREATE PUMP p3 AS INSERT INTO per_minute
SELECT STREAM ticker, n, SUM(n) OVER (RANGE INTERVAL '1' MINUTE PRECEDING)
FROM (SELECT STREAM ticker, COUNT(*) AS n FROM source_sql_stream_001 AS s GROUP BY ticker, FLOOR(s.ROWTIME TO MINUTE));
CREATE PUMP p4 AS INSERT INTO changes
SELECT STREAM ticker, n FROM (
    SELECT STREAM DISTINCT FLOOR(ROWTIME TO MINUTE) AS w, ticker, COUNT(*) OVER (PARTITION BY ticker ROWS 1 PRECEDING) AS n FROM source_sql_stream_001)
WHERE n < 2 OR ticker = 'A' OR w >= TIMESTAMP '2020-01-01 10:02:00';
CREATE PUMP p5 AS INSERT INTO sorted
SELECT STREAM MAX(price) OVER (ROWS CURRENT ROW) AS greatest FROM source_sql_stream_001
ORDER BY STEP(source_sql_stream_001.ROWTIME BY INTERVAL '30' SECOND), greatest DESC;
