-- Without a schema, too, a group must end, and a stream must exist.
-- expect: SQL0060 8:84
-- expect: SQL0020 9:53
-- expect: SQL0050 10:30
-- expect: SQL0020 10:56
-- schema: unknown
CREATE STREAM o (n BIGINT);
CREATE PUMP p AS INSERT INTO o SELECT STREAM COUNT(*) FROM "anything_001" GROUP BY "site";
CREATE PUMP q AS INSERT INTO o SELECT STREAM n FROM nowhere;
CREATE PUMP r AS INSERT INTO o SELECT STREAM n, n FROM o2;
