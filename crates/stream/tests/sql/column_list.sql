-- An INSERT with a column list fills the others with NULL; NOT NULL columns refuse it (spec/kda-sql.md 5).
--! source K VARCHAR(8), V INTEGER
--! input
-- 10:00:00 | a | 1
-- 10:00:01 | NULL | 2
--! expect S
-- 10:00:00 | a | NULL
--! expect error_stream
-- 10:00:01 | STR0106 | {"K":null,"V":null} | P
CREATE STREAM s (k VARCHAR(8) NOT NULL, v INTEGER);
CREATE PUMP p AS INSERT INTO s (k) SELECT STREAM k FROM source_sql_stream_001;
