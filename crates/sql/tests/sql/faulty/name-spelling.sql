-- Slips of the finger: a stream, a column, an alias, a function, a table function.
-- expect: SQL0020 11:68
-- expect: SQL0020 12:31
-- expect: SQL0021 14:37
-- expect: SQL0021 14:62
-- expect: SQL0023 14:66
-- expect: SQL0030 15:47
-- expect: SQL0030 15:56
-- expect: SQL0030 16:60
CREATE STREAM clicks (x INTEGER, browser VARCHAR(8));
CREATE PUMP p1 AS INSERT INTO clicks SELECT STREAM x, browser FROM clikcs;
CREATE PUMP p2 AS INSERT INTO clikcs SELECT STREAM x, browser FROM clicks;
CREATE STREAM o (x INTEGER, browser VARCHAR(8));
CREATE PUMP p3 AS INSERT INTO o (x, broswer) SELECT STREAM c.xx, d.browser FROM clicks AS c;
CREATE PUMP p4 AS INSERT INTO o SELECT STREAM ABSS(x), LENGTH(browser) FROM clicks;
CREATE PUMP p5 AS INSERT INTO o SELECT STREAM * FROM TABLE(RANDOM_CUT_FORREST(CURSOR(SELECT STREAM * FROM clicks)));
