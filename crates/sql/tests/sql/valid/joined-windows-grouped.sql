-- Two streams of windows meet at their ends, and the pairs are grouped again: an unwindowed side keeps the time.
-- schema: clicks
CREATE STREAM a (n BIGINT);
CREATE STREAM b (n BIGINT);
CREATE STREAM c (w TIMESTAMP, ratio DOUBLE);
CREATE PUMP p AS INSERT INTO c
SELECT STREAM FLOOR(a.ROWTIME TO MINUTE), SUM(CAST(a.n AS DOUBLE)) / SUM(b.n)
FROM a JOIN b ON a.ROWTIME = b.ROWTIME
GROUP BY FLOOR(a.ROWTIME TO MINUTE);
