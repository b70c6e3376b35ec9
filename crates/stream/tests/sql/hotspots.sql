-- HOTSPOTS: with each row the boxes in which the last rows lie close. Density is points over the area of the box: 3 / (0.5 * 1) = 6. Other
-- columns pass through; a row with a NULL is no point.
--! source X DOUBLE, Y INTEGER, IS_HOT VARCHAR(4)
--! input
-- 10:00:01 | 0 | 0 | a
-- 10:00:02 | 0.5 | 0 | b
-- 10:00:03 | NULL | 0 | c
-- 10:00:04 | 0.25 | 1 | d
-- 10:00:05 | 9 | 9 | e
--! expect DESTINATION_SQL_STREAM
-- 10:00:01 | 0.0 | 0 | a | {"hotspots":[]}
-- 10:00:02 | 0.5 | 0 | b | {"hotspots":[]}
-- 10:00:03 | NULL | 0 | c | NULL
-- 10:00:04 | 0.25 | 1 | d | {"hotspots":[{"density":6.0,"minValues":[0.0,0.0],"maxValues":[0.5,1.0]}]}
-- 10:00:05 | 9.0 | 9 | e | {"hotspots":[{"density":6.0,"minValues":[0.0,0.0],"maxValues":[0.5,1.0]}]}
CREATE OR REPLACE STREAM "DESTINATION_SQL_STREAM" (x DOUBLE, y INTEGER, is_hot VARCHAR(4), hotspots_result VARCHAR(10000));
CREATE OR REPLACE PUMP "STREAM_PUMP" AS INSERT INTO "DESTINATION_SQL_STREAM"
SELECT STREAM "X", "Y", "IS_HOT", "HOTSPOTS_RESULT"
FROM TABLE(HOTSPOTS(CURSOR(SELECT STREAM * FROM "SOURCE_SQL_STREAM_001"), 100, 1.1, 3));
