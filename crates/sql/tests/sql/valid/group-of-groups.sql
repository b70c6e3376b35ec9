-- Windows of windows: the inner window's start is time too, but only whole hours of it are known.
-- schema: stocks
CREATE STREAM o (h TIMESTAMP, most BIGINT);
CREATE PUMP p AS INSERT INTO o
SELECT STREAM FLOOR(t.ROWTIME TO HOUR), MAX(n)
FROM (SELECT STREAM COUNT(*) AS n FROM source_sql_stream_001 GROUP BY FLOOR(ROWTIME TO MINUTE)) AS t
GROUP BY FLOOR(t.ROWTIME TO HOUR);
