-- Queries inside expressions need all rows; VALUES has rows of one width and of constants.
-- expect: SQL0066 13:91
-- expect: SQL0066 14:91
-- expect: SQL0066 15:51
-- expect: SQL0050 16:51
-- expect: SQL0044 17:51
-- expect: SQL0021 18:41
-- expect: SQL0050 19:31
-- expect: SQL0041 20:107
-- expect: SQL0042 21:98
-- expect: SQL0030 22:52
CREATE STREAM o (x INTEGER, y VARCHAR(8));
CREATE PUMP p1 AS INSERT INTO o (y) SELECT STREAM "site" FROM source_sql_stream_001 WHERE "site" IN (SELECT STREAM y FROM o2);
CREATE PUMP p2 AS INSERT INTO o (y) SELECT STREAM "site" FROM source_sql_stream_001 WHERE EXISTS (SELECT STREAM y FROM o2);
CREATE PUMP p3 AS INSERT INTO o (y) SELECT STREAM (SELECT STREAM y FROM o2) FROM source_sql_stream_001;
CREATE PUMP p4 AS INSERT INTO o VALUES (1, 'a'), (2);
CREATE PUMP p5 AS INSERT INTO o VALUES (1, 'a'), ('b', 'c');
CREATE PUMP p6 AS INSERT INTO o VALUES ("site", 'a');
CREATE PUMP p7 AS INSERT INTO o VALUES (1);
CREATE PUMP p8 AS INSERT INTO o (y) SELECT STREAM "site" FROM source_sql_stream_001 WHERE ("site", 1) IN ('a', 'b');
CREATE PUMP p9 AS INSERT INTO o (y) SELECT STREAM "site" FROM source_sql_stream_001 WHERE PERIOD("site", ROWTIME) CONTAINS ROWTIME;
CREATE PUMP p10 AS INSERT INTO o (x) SELECT STREAM GREATEST(1, 2) FROM source_sql_stream_001;
