-- Three tables: what two windows have joined is met for as long as both rows could be; comma and self joins.
--! source SIDE VARCHAR(1), ID INTEGER
--! input
-- 10:00:00 | a | 1
-- 10:00:03 | b | 1
-- 10:00:07 | c | 1
-- 10:00:09 | c | 1
-- 10:00:12 | b | 2
-- 10:00:14 | a | 2
-- 10:00:16 | c | 2
-- 10:00:18 | c | 2
--! expect THREE
-- 10:00:07 | 1 | 10:00:00 | 10:00:03 | 10:00:07
-- 10:00:16 | 2 | 10:00:14 | 10:00:12 | 10:00:16
--! expect COMMA
-- 10:00:07 | 1 | 10:00:00 | 10:00:03 | 10:00:07
-- 10:00:16 | 2 | 10:00:14 | 10:00:12 | 10:00:16
--! expect SELF
-- 10:00:09 | 1 | 10:00:07 | 10:00:09
-- 10:00:18 | 2 | 10:00:16 | 10:00:18
CREATE STREAM a (id INTEGER);
CREATE PUMP pa AS INSERT INTO a SELECT STREAM id FROM source_sql_stream_001 WHERE side = 'a';
CREATE STREAM b (id INTEGER);
CREATE PUMP pb AS INSERT INTO b SELECT STREAM id FROM source_sql_stream_001 WHERE side = 'b';
CREATE STREAM c (id INTEGER);
CREATE PUMP pc AS INSERT INTO c SELECT STREAM id FROM source_sql_stream_001 WHERE side = 'c';

CREATE STREAM three (id INTEGER, at_a TIMESTAMP, at_b TIMESTAMP, at_c TIMESTAMP);
CREATE PUMP p1 AS INSERT INTO three
SELECT STREAM a.id, a.ROWTIME, b.ROWTIME, c.ROWTIME
FROM a OVER (RANGE INTERVAL '10' SECOND PRECEDING) JOIN b OVER (RANGE INTERVAL '5' SECOND PRECEDING) ON a.id = b.id
JOIN c ON c.id = a.id;

CREATE STREAM comma (id INTEGER, at_a TIMESTAMP, at_b TIMESTAMP, at_c TIMESTAMP);
CREATE PUMP p2 AS INSERT INTO comma
SELECT STREAM a.id, a.ROWTIME, b.ROWTIME, c.ROWTIME
FROM c, (a OVER ten JOIN b OVER (RANGE INTERVAL '5' SECOND PRECEDING) ON a.id = b.id)
WHERE c.id = a.id
WINDOW ten AS (RANGE INTERVAL '10' SECOND PRECEDING);

CREATE STREAM self (id INTEGER, before TIMESTAMP, after TIMESTAMP);
CREATE PUMP p3 AS INSERT INTO self
SELECT STREAM x.id, y.ROWTIME, x.ROWTIME FROM c AS x JOIN c OVER (RANGE INTERVAL '4' SECOND PRECEDING) AS y ON x.id = y.id
WHERE y.ROWTIME < x.ROWTIME;
