-- Keys of several types; NULL meets nobody, the two zeros are one, and NULLs beside the keys stay NULL.
--! source K VARCHAR(8), D DOUBLE, B BOOLEAN, N INTEGER, SIDE INTEGER
--! input
-- 10:00:00 | a | 0.0 | true | NULL | 0
-- 10:00:01 | a | -0.0 | true | 5 | 1
-- 10:00:02 | NULL | 1.5 | true | 7 | 0
-- 10:00:03 | NULL | 1.5 | true | 8 | 1
-- 10:00:04 | a | 2.5 | false | 9 | 0
-- 10:00:05 | a | 2.5 | true | 10 | 1
--! expect S
-- 10:00:01 | a | NULL | true | a | 5 | 10:00:00
-- 10:00:12 | NULL | 7 | true | NULL | NULL | 10:00:02
-- 10:00:13 | NULL | NULL | NULL | NULL | 8 | NULL
-- 10:00:14 | a | 9 | false | NULL | NULL | 10:00:04
-- 10:00:15 | NULL | NULL | NULL | a | 10 | NULL
CREATE STREAM l (k VARCHAR(8), d DOUBLE, b BOOLEAN, n INTEGER);
CREATE PUMP pl AS INSERT INTO l SELECT STREAM k, d, b, n FROM source_sql_stream_001 WHERE side = 0;
CREATE STREAM r (k VARCHAR(8), d DOUBLE, b BOOLEAN, n INTEGER);
CREATE PUMP pr AS INSERT INTO r SELECT STREAM k, d, b, n FROM source_sql_stream_001 WHERE side = 1;
CREATE STREAM s (k VARCHAR(8), n INTEGER, b BOOLEAN, k2 VARCHAR(8), n2 INTEGER, at TIMESTAMP);
CREATE PUMP p AS INSERT INTO s
SELECT STREAM x.k, x.n, x.b, y.k, y.n, x.ROWTIME
FROM l OVER (RANGE INTERVAL '10' SECOND PRECEDING) AS x
FULL JOIN r OVER (RANGE INTERVAL '10' SECOND PRECEDING) AS y ON x.k = y.k AND x.d = y.d AND x.b = y.b;
