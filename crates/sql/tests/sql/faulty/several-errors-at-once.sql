-- Every statement reports, and goes on behind the next semicolon.
-- expect: SQL0010 8:29
-- expect: SQL0013 9:20
-- expect: SQL0010 12:49
-- expect: SQL0051 13:46
-- expect: SQL0041 13:63
-- expect: SQL0012 14:1
CREATE STREAM a (x INTEGER, );
CREATE STREAM b (x STRING);
CREATE STREAM c (x INTEGER);
CREATE STREAM d (x INTEGER);
CREATE PUMP p AS INSERT INTO d SELECT STREAM 1, FROM c;
CREATE PUMP q AS INSERT INTO d SELECT STREAM 'x' FROM c WHERE x = 'y';
DROP STREAM c;
