-- Queries run in pumps.
-- expect: SQL0018 5:1
-- expect: SQL0018 6:1
CREATE STREAM a (x INTEGER);
SELECT STREAM x FROM a;
INSERT INTO a SELECT STREAM x FROM a;
