-- Which click-through rates are unusual?
--
-- A sender writes one record for each click and each impression of an advertisement:
--     {"browseraction": "Click", "site": "yourwebsiteurl.domain.com"}
--
-- This application counts both every 10 seconds, divides the counts into a rate, and lets a random cut forest
-- score how far each rate lies from what it has seen. Rates that score above 2 leave the application.
--
--     source ─┬─ CLICKSTREAM ──────┐
--             └─ IMPRESSIONSTREAM ─┴─ CTRSTREAM ── DESTINATION_SQL_STREAM

-- Clicks in each window. The count arrives as a BIGINT and is kept as a DOUBLE, so that the division below is one
-- of fractions.
CREATE OR REPLACE STREAM "CLICKSTREAM" (
    "CLICKCOUNT" DOUBLE
);

CREATE OR REPLACE PUMP "CLICKPUMP" AS
INSERT INTO "CLICKSTREAM" ("CLICKCOUNT")
SELECT STREAM COUNT(*)
FROM "SOURCE_SQL_STREAM_001"
WHERE "browseraction" = 'Click'
-- Seconds since 1970, in steps of ten: a window ends whenever the clock shows a multiple of 10 seconds.
GROUP BY FLOOR(
    ("SOURCE_SQL_STREAM_001".ROWTIME - TIMESTAMP '1970-01-01 00:00:00') SECOND / 10 TO SECOND
);

-- Impressions in each window, by the same clock.
CREATE OR REPLACE STREAM "IMPRESSIONSTREAM" (
    "IMPRESSIONCOUNT" DOUBLE
);

CREATE OR REPLACE PUMP "IMPRESSIONPUMP" AS
INSERT INTO "IMPRESSIONSTREAM" ("IMPRESSIONCOUNT")
SELECT STREAM COUNT(*)
FROM "SOURCE_SQL_STREAM_001"
WHERE "browseraction" = 'Impression'
GROUP BY FLOOR(
    ("SOURCE_SQL_STREAM_001".ROWTIME - TIMESTAMP '1970-01-01 00:00:00') SECOND / 10 TO SECOND
);

-- Clicks per hundred impressions. Both counts of a window carry its end as their ROWTIME, and that is where they
-- meet. A window without clicks, or without impressions, has no row on its side and gives no rate.
CREATE OR REPLACE STREAM "CTRSTREAM" (
    "CTR" DOUBLE
);

CREATE OR REPLACE PUMP "CTRPUMP" AS
INSERT INTO "CTRSTREAM" ("CTR")
SELECT STREAM "CLICKCOUNT" / "IMPRESSIONCOUNT" * 100.000
FROM "IMPRESSIONSTREAM", "CLICKSTREAM"
WHERE "IMPRESSIONSTREAM".ROWTIME = "CLICKSTREAM".ROWTIME;

-- The rates worth a look. A forest of 100 trees remembers 12 rates each, two minutes of windows, and scores 0 until it
-- has seen them; the highest score it can give is log2(12) = 3.58.
CREATE OR REPLACE STREAM "DESTINATION_SQL_STREAM" (
    "CTRPERCENT"    DOUBLE,
    "ANOMALY_SCORE" DOUBLE
);

CREATE OR REPLACE PUMP "OUTPUT_PUMP" AS
INSERT INTO "DESTINATION_SQL_STREAM" ("CTRPERCENT", "ANOMALY_SCORE")
SELECT STREAM *
FROM TABLE(RANDOM_CUT_FOREST(
    CURSOR(SELECT STREAM "CTR" FROM "CTRSTREAM"), -- the numbers to score
    100,    -- trees
    12,     -- rates each tree remembers
    100000, -- rows after which a rate is as good as forgotten
    1       -- rates that are looked at together
))
WHERE ANOMALY_SCORE > 2;
