-- Without a schema any column is taken, `…_001` is the source, and what is joined but never created is reference data.
-- schema: unknown
CREATE STREAM o ("a" INTEGER, b VARCHAR(8), c TIMESTAMP, d DOUBLE);
CREATE PUMP p AS INSERT INTO o
SELECT STREAM "x", "t"."name", "when", "x" + 1 FROM "firehose_001" AS f LEFT JOIN "Names" AS "t" ON f."k" = "t"."k"
WHERE "y" > 5 AND "z" LIKE 'a%' AND "when" > TIMESTAMP '2026-01-01 00:00:00';
CREATE PUMP q AS INSERT INTO o ("a", d) SELECT STREAM SUM("x"), AVG("x") * 2 FROM "firehose_001" GROUP BY FLOOR(ROWTIME TO MINUTE);
