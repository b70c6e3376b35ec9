-- Where change and price crowd: with every tick the regions of the last 100 that hold at least 15 points close together, as JSON.
CREATE OR REPLACE STREAM "DESTINATION_SQL_STREAM" (
    change   REAL,
    price    REAL,
    hotspots VARCHAR(4096)
);

CREATE OR REPLACE PUMP "HOTSPOT_PUMP" AS
INSERT INTO "DESTINATION_SQL_STREAM"
SELECT STREAM change, price, HOTSPOTS_RESULT
FROM TABLE(HOTSPOTS(
    CURSOR(SELECT STREAM change, price FROM "SOURCE_SQL_STREAM_001"),
    100, -- points that are remembered
    2,   -- how close they lie
    15   -- how many there are in a hotspot
));
