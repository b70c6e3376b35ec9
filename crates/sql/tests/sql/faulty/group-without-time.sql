-- A group must end.
-- expect: SQL0060 6:99
-- expect: SQL0060 7:96
-- expect: SQL0060 8:96
CREATE STREAM o (x VARCHAR(32), n BIGINT);
CREATE PUMP p AS INSERT INTO o SELECT STREAM "site", COUNT(*) FROM source_sql_stream_001 GROUP BY "site";
CREATE PUMP q AS INSERT INTO o SELECT STREAM 'x', COUNT(*) FROM source_sql_stream_001 GROUP BY FLOOR(approximate_arrival_time TO MINUTE);
CREATE PUMP r AS INSERT INTO o SELECT STREAM 'x', COUNT(*) FROM source_sql_stream_001 GROUP BY 1;
