CREATE STREAM "OUT" (id INTEGER, kind VARCHAR(16), weight INTEGER);
CREATE STREAM "KEPT" (k VARCHAR(4), kind VARCHAR(16));
CREATE PUMP p AS INSERT INTO "OUT" SELECT STREAM s."id", r."kind", r."weight" * s."id" FROM "SOURCE_SQL_STREAM_001" AS s JOIN "Kinds" AS r ON s."k" = r."key" AND r."weight" < 10;
CREATE PUMP q AS INSERT INTO "KEPT" SELECT STREAM s."k", r."kind" FROM "SOURCE_SQL_STREAM_001" AS s LEFT JOIN "Kinds" AS r ON s."k" = r."key";
