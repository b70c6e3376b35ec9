-- Columns of one name, and ROWTIME, which every stream has.
-- expect: SQL0026 4:29
-- expect: SQL0026 4:53
CREATE STREAM a (x INTEGER, X INTEGER, "x" INTEGER, rowtime TIMESTAMP);
