-- Types of other dialects, and lengths out of range.
-- expect: SQL0013 8:20
-- expect: SQL0014 9:28
-- expect: SQL0014 10:28
-- expect: SQL0014 11:28
-- expect: SQL0013 12:18
-- expect: SQL0013 13:20
CREATE STREAM a (x DATETIME, y INT);
CREATE STREAM b (x VARCHAR(0));
CREATE STREAM c (x DECIMAL(30, 2));
CREATE STREAM d (x DECIMAL(5, 6));
CREATE STREAM e (x INTERVAL DAY);
CREATE STREAM f (x FOO);
