-- A string that is not closed takes the rest of the text.
-- expect: SQL0003 4:46
CREATE STREAM a (x VARCHAR(8));
CREATE PUMP p AS INSERT INTO a SELECT STREAM 'x FROM a;
