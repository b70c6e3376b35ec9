-- Empty names, and reserved words as names.
-- expect: SQL0004 5:15
-- expect: SQL0010 6:18
-- expect: SQL0010 7:29
CREATE STREAM "" (x INTEGER);
CREATE STREAM a (select INTEGER);
CREATE STREAM b (x INTEGER, group INTEGER);
