-- A pump of the same name replaces the first.
-- expect: SQL0025 5:24
CREATE STREAM o (x VARCHAR(32));
CREATE OR REPLACE PUMP p AS INSERT INTO o SELECT STREAM "site" FROM source_sql_stream_001;
CREATE OR REPLACE PUMP p AS INSERT INTO o SELECT STREAM "browseraction" FROM source_sql_stream_001;
