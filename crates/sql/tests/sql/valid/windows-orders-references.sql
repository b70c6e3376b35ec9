-- Stagger windows, orders by a time of the row's own, reference data in all its forms, three tables.
-- references
CREATE STREAM o (n BIGINT, x VARCHAR(32));
CREATE STREAM e (x VARCHAR(32), ts TIMESTAMP);
CREATE PUMP p1 AS INSERT INTO o SELECT STREAM COUNT(*), "site" FROM source_sql_stream_001
WINDOWED BY STAGGER (PARTITION BY "site", FLOOR(approximate_arrival_time TO MINUTE) RANGE INTERVAL '1' MINUTE PRECEDING)
HAVING COUNT(*) > 1;
CREATE PUMP p2 AS INSERT INTO e SELECT STREAM "site", approximate_arrival_time AS t FROM source_sql_stream_001
ORDER BY t WITHIN INTERVAL '5' MINUTE, "site" DESC NULLS LAST;
CREATE PUMP p3 AS INSERT INTO o SELECT STREAM COUNT(*), 'x' FROM
(SELECT STREAM ts FROM e ORDER BY ts WITHIN INTERVAL '1' HOUR) AS s GROUP BY FLOOR(s.ts TO HOUR);
CREATE PUMP p4 AS INSERT INTO e (x) SELECT STREAM c."Name" FROM source_sql_stream_001 AS s, "Companies" AS c
WHERE s."site" = c."Site" AND s."browseraction" = 'Click' AND s.ROWTIME > TIMESTAMP '2020-01-01 00:00:00';
CREATE PUMP p5 AS INSERT INTO e (x) SELECT STREAM c."Name" FROM "Companies" AS c RIGHT JOIN source_sql_stream_001 AS s ON c."Site" = s."site";
CREATE STREAM f (x VARCHAR(32));
CREATE PUMP p6 AS INSERT INTO f SELECT STREAM c."Name" FROM e OVER (RANGE INTERVAL '1' MINUTE PRECEDING) AS a
JOIN o OVER w AS b ON a.x = b.x LEFT JOIN "Companies" AS c ON a.x = c."Site" JOIN e AS d ON d.x = a.x
WINDOW w AS (RANGE INTERVAL '2' MINUTE PRECEDING);
