-- A STOPPED pump moves nothing.
--! source K VARCHAR(8)
--! input
-- 10:00:00 | a
--! expect S
--! expect T
-- 10:00:00 | a
CREATE STREAM s (k VARCHAR(8));
CREATE PUMP p STOPPED AS INSERT INTO s SELECT STREAM k FROM source_sql_stream_001;
CREATE STREAM t (k VARCHAR(8));
CREATE PUMP q AS INSERT INTO t SELECT STREAM k FROM source_sql_stream_001;
CREATE PUMP r AS INSERT INTO t SELECT STREAM k FROM s;
