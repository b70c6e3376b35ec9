CREATE STREAM "OUT" (a INTEGER, b INTEGER, c DOUBLE, d DOUBLE, e DECIMAL(12,4), f INTEGER, g DOUBLE, h BIGINT, i REAL, j INTEGER, k DOUBLE);
CREATE PUMP p AS INSERT INTO "OUT" SELECT STREAM "id" / 2, "id" * 3 - "v", "x" / "y", "x" * 2.5 - "y", "d" * 1.25, MOD("id", 4), ABS("y"), "id" * 1000000000000, "r" * 2, "id" + "v", "x" + "y" FROM "SOURCE_SQL_STREAM_001";
