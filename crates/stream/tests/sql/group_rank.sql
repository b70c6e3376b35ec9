-- GROUP_RANK: rows of one instant, here the result of a tumbling window, ranked as RANK() does and given in order (spec/kda-sql.md 12.5).
--! source TICKER_SYMBOL VARCHAR(4), PRICE INTEGER
--! input
-- 10:00:01 | AAA | 5
-- 10:00:02 | BBB | 9
-- 10:00:03 | CCC | 9
-- 10:00:04 | DDD | NULL
-- 10:00:05 | EEE | 1
-- 10:00:11 | AAA | 3
-- 10:00:12 | BBB | 4
--! expect RANKED
-- 10:00:10 | DDD | NULL | 1
-- 10:00:10 | BBB | 9 | 2
-- 10:00:10 | CCC | 9 | 2
-- 10:00:10 | AAA | 5 | 4
-- 10:00:10 | EEE | 1 | 5
-- 10:00:20 | BBB | 4 | 1
-- 10:00:20 | AAA | 3 | 2
--! expect WORST
-- 10:00:10 | DDD | 5
-- 10:00:10 | BBB | 3
-- 10:00:10 | CCC | 3
-- 10:00:20 | BBB | 2
-- 10:00:20 | AAA | 1
CREATE STREAM highest (ticker_symbol VARCHAR(4), price INTEGER);
CREATE PUMP p0 AS INSERT INTO highest
SELECT STREAM ticker_symbol, MAX(price) FROM "SOURCE_SQL_STREAM_001" AS s
GROUP BY ticker_symbol, STEP(s.ROWTIME BY INTERVAL '10' SECOND);
CREATE STREAM ranked (ticker_symbol VARCHAR(4), price INTEGER, place INTEGER);
CREATE PUMP p1 AS INSERT INTO ranked
SELECT STREAM * FROM TABLE(GROUP_RANK(CURSOR(SELECT STREAM * FROM highest), 'PRICE', 'groupRank', 'desc', 'asc', 10, 0));
-- Ranked from the least on, given from the last rank on, three a group.
CREATE STREAM worst (ticker_symbol VARCHAR(4), place INTEGER);
CREATE PUMP p2 AS INSERT INTO worst
SELECT STREAM ticker_symbol, r."groupRank" FROM TABLE(GROUP_RANK(CURSOR(SELECT STREAM * FROM highest), 'PRICE', 'groupRank', 'ASC', 'DESC', 0, 3)) AS r;
