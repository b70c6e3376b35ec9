-- What comes with a record is found by name, in any case, and not by `*`.
CREATE STREAM o (x VARCHAR(32), k VARCHAR(256), s VARCHAR(256), n VARCHAR(256), t TIMESTAMP);
CREATE PUMP p AS INSERT INTO o
SELECT STREAM "site", partition_key, s."SHARD_ID", SEQUENCE_NUMBER, Approximate_Arrival_Time FROM source_sql_stream_001 AS s
WHERE PARTITION_KEY LIKE 'a%';
CREATE STREAM c (k VARCHAR(256), c BIGINT);
CREATE PUMP q AS INSERT INTO c
SELECT STREAM PARTITION_KEY, COUNT(*) FROM source_sql_stream_001 GROUP BY PARTITION_KEY, FLOOR(source_sql_stream_001.ROWTIME TO MINUTE);
CREATE STREAM a (browseraction VARCHAR(32), site VARCHAR(32));
CREATE PUMP r AS INSERT INTO a SELECT STREAM * FROM source_sql_stream_001;
