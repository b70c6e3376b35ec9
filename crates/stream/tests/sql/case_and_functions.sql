-- CASE computes only the branch taken; text and time functions.
--! source K VARCHAR(16), V INTEGER
--! input
-- 10:00:01.25 | hello world | 4
-- 10:00:02 | NULL | 0
--! expect S
-- 10:00:01.25 | 25 | Hello World | ello | 7 | 1.250 | 10
-- 10:00:02 | -1 | none | NULL | NULL | 2.000 | 10
CREATE STREAM s (x INTEGER, w VARCHAR(16), sub VARCHAR(16), pos INTEGER, sec DECIMAL(5,3), h BIGINT);
CREATE PUMP p AS INSERT INTO s
SELECT STREAM
    CASE WHEN v = 0 THEN -1 ELSE 100 / v END,
    COALESCE(INITCAP(k), 'none'),
    SUBSTRING(k FROM 2 FOR 4),
    POSITION('world' IN k),
    EXTRACT(SECOND FROM src.ROWTIME),
    EXTRACT(HOUR FROM src.ROWTIME)
FROM source_sql_stream_001 AS src;
