-- Integers truncate, decimals keep digits, doubles are Java's (spec/kda-sql.md 26.10).
--! source A INTEGER, B INTEGER
--! input
-- 10:00:00 | 5 | 2
-- 10:00:01 | 23 | 10
--! expect S
-- 10:00:00 | 2 | 2.500000000000 | 250.0
-- 10:00:01 | 2 | 2.500000000000 | 229.99999999999997
CREATE STREAM s (i INTEGER, d DECIMAL(18,12), x DOUBLE);
CREATE PUMP p AS INSERT INTO s
SELECT STREAM a / b, 5.0 / 2, CAST(a AS DOUBLE) / CAST(b AS DOUBLE) * 100.000 FROM source_sql_stream_001;
