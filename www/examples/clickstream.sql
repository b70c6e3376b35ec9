-- Clickstream anomaly detection: clicks and impressions are counted in windows of ten seconds, divided into a
-- click-through rate, and scored by a Random Cut Forest.

-- Clicks and impressions of each window.
CREATE OR REPLACE STREAM "CLICKSTREAM" ("CLICKCOUNT" DOUBLE);

CREATE OR REPLACE PUMP "CLICKPUMP" AS
INSERT INTO "CLICKSTREAM" ("CLICKCOUNT")
SELECT STREAM COUNT(*)
FROM "SOURCE_SQL_STREAM_001" AS s
WHERE s."browseraction" = 'Click'
GROUP BY FLOOR((s.ROWTIME - TIMESTAMP '1970-01-01 00:00:00') SECOND / 10 TO SECOND);

CREATE OR REPLACE STREAM "IMPRESSIONSTREAM" ("IMPRESSIONCOUNT" DOUBLE);

CREATE OR REPLACE PUMP "IMPRESSIONPUMP" AS
INSERT INTO "IMPRESSIONSTREAM" ("IMPRESSIONCOUNT")
SELECT STREAM COUNT(*)
FROM "SOURCE_SQL_STREAM_001" AS s
WHERE s."browseraction" = 'Impression'
GROUP BY FLOOR((s.ROWTIME - TIMESTAMP '1970-01-01 00:00:00') SECOND / 10 TO SECOND);

-- The click-through rate, in percent. Both counts of a window carry the window's end as ROWTIME, which is what joins them;
-- a window without a click or without an impression gives no rate.
CREATE OR REPLACE STREAM "CTRSTREAM" ("CTR" DOUBLE);

CREATE OR REPLACE PUMP "CTRPUMP" AS
INSERT INTO "CTRSTREAM" ("CTR")
SELECT STREAM c."CLICKCOUNT" / i."IMPRESSIONCOUNT" * 100.000
FROM "IMPRESSIONSTREAM" AS i, "CLICKSTREAM" AS c
WHERE i.ROWTIME = c.ROWTIME;

-- Rates that the forest finds unusual: 100 trees, each a sample of 12 windows (two minutes). Scores go from 0 to
-- log2(12) = 3.58; the first twelve windows score 0, since the forest has nothing to compare them with.
CREATE OR REPLACE STREAM "DESTINATION_SQL_STREAM" ("CTRPERCENT" DOUBLE, "ANOMALY_SCORE" DOUBLE);

CREATE OR REPLACE PUMP "OUTPUTPUMP" AS
INSERT INTO "DESTINATION_SQL_STREAM" ("CTRPERCENT", "ANOMALY_SCORE")
SELECT STREAM "CTR", ANOMALY_SCORE
FROM TABLE(RANDOM_CUT_FOREST(
  CURSOR(SELECT STREAM "CTR" FROM "CTRSTREAM"),
  100,    -- trees
  12,     -- windows in each tree's sample
  100000, -- time decay, in windows
  1       -- shingle size
))
WHERE ANOMALY_SCORE > 2;
