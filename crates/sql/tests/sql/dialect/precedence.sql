-- What binds how: printing must put back exactly the parentheses that mean something.
CREATE STREAM o (a DOUBLE);
CREATE PUMP p AS INSERT INTO o
SELECT STREAM a + b * c, (a + b) * c, a - (b - c), a - b - c, a / (b / c), -(-a), - -a, -a * b, -(a * b), +a, a || b || c, a || (b || c),
    NOT (a AND b OR c), NOT a = b, (NOT a) = b, (a = b) = c, a = b AND c <> d OR NOT e, (a OR b) AND c, a AND (b AND c), (a IS TRUE) IS FALSE,
    a IN (b, c) IN (d), (a BETWEEN b AND c) BETWEEN d AND e, a BETWEEN (b AND c) AND d,
    FLOOR((a - b) SECOND / 10 TO SECOND), FLOOR((a - b) HOUR TO SECOND / 10 TO MINUTE), FLOOR((a - b) DAY TO MINUTE),
    FLOOR(a - INTERVAL '1' HOUR TO MINUTE), FLOOR(a), FLOOR((INTERVAL '1:30' HOUR TO MINUTE)), CEILING(a), CEIL(a TO HOUR), FLOOR((a - b) DAY(3) TO SECOND(2,3)),
    (a - b) MINUTE AS MINUTE, (a - b) minute, INTERVAL -'5' DAY, INTERVAL '1-6' YEAR TO MONTH, INTERVAL '59' SECOND(2,3),
    CASE WHEN a THEN b END, CASE a + 1 WHEN 1 THEN 'x' ELSE 'it''s' END || 'y', CAST(a AS INTERVAL DAY TO SECOND), CAST(b AS DOUBLE PRECISION),
    TIMESTAMP '2026-01-01 00:00:00', DATE '2026-01-01', TIME '00:00:00', timestamp, date, time, interval, value, X'00fF', U&'!0041' UESCAPE '!', .5, 5., 1e3, UNKNOWN, *, t.*
FROM a AS t, ((b JOIN c ON b.x = c.x) CROSS JOIN d) LEFT JOIN ((SELECT 1 FROM e) UNION ALL (SELECT 2 FROM f ORDER BY ROWTIME)) AS g USING (x, "y");
CREATE PUMP q AS INSERT INTO o (a) (SELECT STREAM 1 FROM b UNION ALL (SELECT STREAM 2 FROM c UNION ALL SELECT STREAM 3 FROM d)) ORDER BY ROWTIME;
CREATE PUMP r AS INSERT INTO o VALUES (1), (2), (a + 3);
INSERT INTO o SELECT 1 FROM b;
SELECT STREAM * FROM TABLE(GROUP_RANK(CURSOR(SELECT STREAM * FROM b), 'x', 'y', 'asc', 'desc', 10, 0)) AS ranked (c1, c2), TABLE(HOTSPOTS(CURSOR(SELECT STREAM x FROM b), 1000, 0.2, 17));
