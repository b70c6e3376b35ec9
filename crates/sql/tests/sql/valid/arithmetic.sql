-- Numbers assign among themselves; time and text need their casts.
-- schema: stocks
CREATE STREAM numbers (a TINYINT, b BIGINT, c DECIMAL(18,12), d DOUBLE, e REAL, f NUMERIC);
CREATE PUMP p AS INSERT INTO numbers
SELECT STREAM 5 / 2, 9223372036854775807, 5.0 / 2, 23 / 10.0e0 * 100, -price + 1, -9223372036854775808 FROM source_sql_stream_001;
