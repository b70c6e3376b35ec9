-- LAG, FIRST_VALUE, LAST_VALUE, NTH_VALUE with and without NULLs (spec/kda-sql.md 11). LAG's default stands for rows outside the window,
-- not for a NULL.
--! source K VARCHAR(1), V INTEGER
--! input
-- 10:00:00 | a | 1
-- 10:00:01 | a | NULL
-- 10:00:02 | b | 9
-- 10:00:03 | a | 3
-- 10:00:04 | a | 4
-- 10:00:05 | a | NULL
-- 10:00:20 | a | 6
--! expect LAGS
-- 10:00:00 | NULL | -1 | -1 | 1
-- 10:00:01 | 1 | -1 | 1 | NULL
-- 10:00:02 | NULL | -1 | -1 | 9
-- 10:00:03 | NULL | 1 | 1 | 3
-- 10:00:04 | 3 | NULL | 3 | 4
-- 10:00:05 | 4 | 3 | 4 | NULL
-- 10:00:20 | NULL | -1 | -1 | 6
--! expect ENDS
-- 10:00:00 | 1 | 1 | 1 | 1
-- 10:00:01 | 1 | 1 | NULL | 1
-- 10:00:02 | 9 | 9 | 9 | 9
-- 10:00:03 | NULL | 3 | 3 | 3
-- 10:00:04 | 3 | 3 | 4 | 4
-- 10:00:05 | 3 | 3 | NULL | 4
-- 10:00:20 | 6 | 6 | 6 | 6
--! expect NTHS
-- 10:00:00 | NULL | NULL | NULL | 1
-- 10:00:01 | NULL | NULL | 1 | NULL
-- 10:00:02 | NULL | NULL | NULL | 9
-- 10:00:03 | NULL | 3 | NULL | 3
-- 10:00:04 | NULL | 3 | 3 | 4
-- 10:00:05 | NULL | 3 | 4 | NULL
-- 10:00:20 | NULL | NULL | NULL | 6
--! expect TEXTS
-- 10:00:00 | none | a | a
-- 10:00:01 | a | a | a
-- 10:00:02 | a | a | b
-- 10:00:03 | b | a | b
-- 10:00:04 | a | a | b
-- 10:00:05 | a | a | b
-- 10:00:20 | none | a | a
CREATE STREAM lags (l1 INTEGER, l2 INTEGER, l3 INTEGER, l0 INTEGER);
CREATE STREAM ends (f INTEGER, f2 INTEGER, l INTEGER, l2 INTEGER);
CREATE STREAM nths (n1 INTEGER, n2 INTEGER, n3 INTEGER, n4 INTEGER);
CREATE STREAM texts (l VARCHAR(4), f VARCHAR(1), m VARCHAR(1));
CREATE PUMP p1 AS INSERT INTO lags SELECT STREAM LAG(v) OVER w, LAG(v, 2, -1) OVER w, LAG(v, 1, -1) IGNORE NULLS OVER w, LAG(v, 0, -1) OVER w
FROM source_sql_stream_001 WINDOW w AS (PARTITION BY k RANGE INTERVAL '10' SECOND PRECEDING);
CREATE PUMP p2 AS INSERT INTO ends SELECT STREAM FIRST_VALUE(v) OVER w, FIRST_VALUE(v) IGNORE NULLS OVER w, LAST_VALUE(v) RESPECT NULLS OVER w,
    LAST_VALUE(v) IGNORE NULLS OVER w
FROM source_sql_stream_001 WINDOW w AS (PARTITION BY k RANGE INTERVAL '2' SECOND PRECEDING);
CREATE PUMP p3 AS INSERT INTO nths SELECT STREAM NTH_VALUE(v, 2) OVER w, NTH_VALUE(v, 2) FROM FIRST IGNORE NULLS OVER w, NTH_VALUE(v, 2) FROM LAST OVER w,
    NTH_VALUE(v, 1) FROM LAST RESPECT NULLS OVER w
FROM source_sql_stream_001 WINDOW w AS (PARTITION BY k RANGE INTERVAL '10' SECOND PRECEDING);
CREATE PUMP p4 AS INSERT INTO texts SELECT STREAM LAG(CAST(k AS VARCHAR(4)), 1, 'none') OVER w, FIRST_VALUE(k) OVER w, MAX(k) OVER w
FROM source_sql_stream_001 WINDOW w AS (RANGE INTERVAL '10' SECOND PRECEDING);
