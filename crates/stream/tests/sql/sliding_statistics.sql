-- STDDEV, VAR, ANY, EVERY and EXP_AVG over the last three rows or ten seconds; decimals are exact.
--! source V DOUBLE, D DECIMAL(6,2), I INTEGER
--! input
-- 10:00:00 | 1 | 10.10 | 2
-- 10:00:10 | 3 | 20.20 | 4
-- 10:00:20 | 5 | 30.31 | 6
-- 10:00:30 | NULL | NULL | NULL
-- 10:00:40 | 13 | 0.01 | 16
--! expect SPREAD
-- 10:00:00 | 0.0 | NULL | 0.0 | NULL | 0.0
-- 10:00:10 | 1.0 | 2.0 | 1.0 | 1.4142135623730951 | 1.0
-- 10:00:20 | 2.6666666666666665 | 4.0 | 1.632993161855452 | 2.0 | 1.632993161855452
-- 10:00:30 | 1.0 | 2.0 | 1.0 | 1.4142135623730951 | 1.0
-- 10:00:40 | 16.0 | 32.0 | 4.0 | 5.656854249492381 | 5.0
--! expect DECIMALS
-- 10:00:00 | 10.10 | 10.10
-- 10:00:10 | 30.30 | 15.15
-- 10:00:20 | 60.61 | 20.20
-- 10:00:30 | 50.51 | 25.25
-- 10:00:40 | 30.32 | 15.16
--! expect TRUTHS
-- 10:00:00 | false | true
-- 10:00:10 | true | false
-- 10:00:20 | true | false
-- 10:00:30 | true | false
-- 10:00:40 | true | false
--! expect WEIGHTED
-- 10:00:00 | 1.0
-- 10:00:10 | 2.3333333333333335
-- 10:00:20 | 3.857142857142857
-- 10:00:30 | 3.857142857142857
-- 10:00:40 | 10.636363636363637
CREATE STREAM spread (a DOUBLE, b DOUBLE, c DOUBLE, d DOUBLE, e DOUBLE);
CREATE STREAM decimals (s DECIMAL(18,2), a DECIMAL(6,2));
CREATE STREAM truths (a BOOLEAN, e BOOLEAN);
CREATE STREAM weighted (x DOUBLE);
CREATE PUMP p1 AS INSERT INTO spread SELECT STREAM VAR_POP(v) OVER w, VAR_SAMP(v) OVER w, STDDEV_POP(v) OVER w, STDDEV(v) OVER w, STDDEV_POP(i) OVER w
FROM source_sql_stream_001 WINDOW w AS (ROWS 2 PRECEDING);
CREATE PUMP p2 AS INSERT INTO decimals SELECT STREAM SUM(d) OVER w, AVG(d) OVER w FROM source_sql_stream_001 WINDOW w AS (ROWS 2 PRECEDING);
CREATE PUMP p3 AS INSERT INTO truths SELECT STREAM ANY(v > 2) OVER w, EVERY(v > 2 IS FALSE) OVER w FROM source_sql_stream_001 WINDOW w AS (ROWS 1 PRECEDING);
-- 1; (3 + 1/2) / 1.5; (5 + 3/2 + 1/4) / 1.75; the same, older; (13 + 5/4 + 3/8) / 1.375: the row of 30 s ago still counts.
CREATE PUMP p4 AS INSERT INTO weighted SELECT STREAM EXP_AVG(v, INTERVAL '10' SECOND) OVER (RANGE INTERVAL '30' SECOND PRECEDING) FROM source_sql_stream_001;
