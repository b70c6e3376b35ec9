-- Each row of the stream meets reference data at once, with its own ROWTIME (spec/kda-sql.md 10.3).
--! source TICKER VARCHAR(4), PRICE INTEGER
--! reference Companies Ticker VARCHAR(8), Company VARCHAR(16), Floor INTEGER
-- AMZN | Amazon | 10
-- TBV | Tree | 5
-- AMZN | Amazon again | 3
-- NULL | Nobody | 0
--! input
-- 10:00:01 | AMZN | 7
-- 10:00:02 | XXX | 1
-- 10:00:03 | NULL | 2
-- 10:00:04 | TBV | 9
-- 10:00:05 | AMZN | 12
--! expect INNER_JOIN
-- 10:00:01 | AMZN | Amazon
-- 10:00:01 | AMZN | Amazon again
-- 10:00:04 | TBV | Tree
-- 10:00:05 | AMZN | Amazon
-- 10:00:05 | AMZN | Amazon again
--! expect LEFT_JOIN
-- 10:00:01 | AMZN | Amazon again
-- 10:00:02 | XXX | NULL
-- 10:00:03 | NULL | NULL
-- 10:00:04 | TBV | Tree
-- 10:00:05 | AMZN | Amazon
-- 10:00:05 | AMZN | Amazon again
--! expect TABLE_FIRST
-- 10:00:01 | Amazon again | AMZN
-- 10:00:02 | NULL | XXX
-- 10:00:03 | NULL | NULL
-- 10:00:04 | Tree | TBV
-- 10:00:05 | Amazon | AMZN
-- 10:00:05 | Amazon again | AMZN
--! expect COMMA
-- 10:00:04 | TBV | Tree
-- 10:00:05 | AMZN | Amazon
-- 10:00:05 | AMZN | Amazon again
--! expect PER_COMPANY
-- 10:00:10 | Amazon | 2
-- 10:00:10 | Amazon again | 2
-- 10:00:10 | Tree | 1
--! expect ANY_PAIR
-- 10:00:01 | Tree
-- 10:00:05 | Tree
CREATE STREAM inner_join (ticker VARCHAR(4), company VARCHAR(16));
CREATE PUMP p1 AS INSERT INTO inner_join
SELECT STREAM s.ticker, c."Company" FROM source_sql_stream_001 AS s JOIN "Companies" AS c ON s.ticker = c."Ticker";

CREATE STREAM left_join (ticker VARCHAR(4), company VARCHAR(16));
CREATE PUMP p2 AS INSERT INTO left_join
SELECT STREAM ticker, "Company" FROM source_sql_stream_001 LEFT JOIN "Companies" ON ticker = "Ticker" AND price >= "Floor";

CREATE STREAM table_first (company VARCHAR(16), ticker VARCHAR(4));
CREATE PUMP p3 AS INSERT INTO table_first
SELECT STREAM "Company", ticker FROM "Companies" AS c RIGHT JOIN source_sql_stream_001 AS s ON c."Ticker" = s.ticker AND s.price >= c."Floor";

CREATE STREAM comma (ticker VARCHAR(4), company VARCHAR(16));
CREATE PUMP p4 AS INSERT INTO comma
SELECT STREAM s.ticker, c."Company" FROM source_sql_stream_001 AS s, "Companies" AS c
WHERE c."Ticker" = s.ticker AND s.price > 8;

-- What is known of the stream's time stays known.
CREATE STREAM per_company (company VARCHAR(16), n BIGINT);
CREATE PUMP p5 AS INSERT INTO per_company
SELECT STREAM c."Company", COUNT(*) FROM source_sql_stream_001 AS s JOIN "Companies" AS c ON s.ticker = c."Ticker"
GROUP BY c."Company", STEP(s.ROWTIME BY INTERVAL '10' SECOND);

-- Without an equality every row is tried with the whole table.
CREATE STREAM any_pair (company VARCHAR(16));
CREATE PUMP p6 AS INSERT INTO any_pair
SELECT STREAM c."Company" FROM source_sql_stream_001 AS s JOIN "Companies" AS c ON s.price > c."Floor" AND s.ticker <> c."Ticker"
WHERE c."Company" = 'Tree';
