-- A stream is created before it is read or filled, once, and not under the names that are taken.
-- expect: SQL0027 12:30
-- expect: SQL0027 12:53
-- expect: SQL0024 15:15
-- expect: SQL0032 18:26
-- expect: SQL0028 19:15
-- expect: SQL0024 20:15
-- expect: SQL0025 21:13
-- expect: SQL0028 21:53
-- expect: SQL0025 22:24
-- expect: SQL0054 22:41
CREATE PUMP p AS INSERT INTO o SELECT STREAM x FROM i;
CREATE STREAM i (x INTEGER);
CREATE STREAM o (x INTEGER);
CREATE STREAM o (x INTEGER);
CREATE OR REPLACE STREAM o (x BIGINT);
CREATE PUMP q AS INSERT INTO o SELECT STREAM x FROM i;
CREATE OR REPLACE STREAM i (x BIGINT);
CREATE STREAM "error_stream" (x INTEGER);
CREATE STREAM source_sql_stream_001 (x INTEGER);
CREATE PUMP q AS INSERT INTO o SELECT STREAM x FROM "error_stream";
CREATE OR REPLACE PUMP q AS INSERT INTO source_sql_stream_001 SELECT STREAM x FROM i;
