-- schema: unknown
-- A grouped column is the same column inside a CAST or a function, whatever type it takes there.
CREATE STREAM o (session VARCHAR(9), device VARCHAR(9), n INTEGER);
CREATE PUMP p AS INSERT INTO o
SELECT STREAM UPPER(CAST("user" AS VARCHAR(3)) || '_' || SUBSTRING("device", 1, 3)), "device", COUNT(*)
FROM source_sql_stream_001
GROUP BY "user", "device", STEP(source_sql_stream_001.ROWTIME BY INTERVAL '30' SECOND);
