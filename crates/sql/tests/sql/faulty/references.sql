-- Reference data where it cannot be.
-- references
-- expect: SQL0037 12:83
-- expect: SQL0020 13:83
-- expect: SQL0038 14:59
-- expect: SQL0039 15:81
-- expect: SQL0039 16:71
-- expect: SQL0066 17:86
-- expect: SQL0021 18:52
-- expect: SQL0038 19:78
CREATE STREAM o (n VARCHAR(32));
CREATE PUMP p1 AS INSERT INTO o SELECT STREAM 'x' FROM source_sql_stream_001 JOIN "Unknown" AS r ON "site" = r."x";
CREATE PUMP p2 AS INSERT INTO o SELECT STREAM 'x' FROM source_sql_stream_001 JOIN "companies" AS r ON "site" = r."Site";
CREATE PUMP p3 AS INSERT INTO o SELECT STREAM "Name" FROM "Companies";
CREATE PUMP p4 AS INSERT INTO o SELECT STREAM "Name" FROM source_sql_stream_001 RIGHT JOIN "Companies" ON "site" = "Site";
CREATE PUMP p5 AS INSERT INTO o SELECT STREAM "Name" FROM "Companies" FULL JOIN source_sql_stream_001 ON "site" = "Site";
CREATE PUMP p6 AS INSERT INTO o SELECT STREAM "Name" FROM source_sql_stream_001 JOIN "Companies" OVER (ROWS 5 PRECEDING) ON "site" = "Site";
CREATE PUMP p7 AS INSERT INTO o SELECT STREAM CAST(c.ROWTIME AS VARCHAR(32)) FROM source_sql_stream_001 JOIN "Companies" AS c ON "site" = "Site";
CREATE PUMP p8 AS INSERT INTO o SELECT STREAM a."Name" FROM "Companies" AS a JOIN "Companies" AS b ON a."Site" = b."Site";
