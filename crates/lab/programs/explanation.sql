-- A score for the traffic of every ten seconds, and why: how much each column adds to it, and whether it was too high or too low.
CREATE OR REPLACE STREAM "COUNTS" (
    clicks      DOUBLE,
    impressions DOUBLE
);

CREATE OR REPLACE PUMP "COUNT_PUMP" AS
INSERT INTO "COUNTS"
SELECT STREAM
    SUM(CASE WHEN "browseraction" = 'Click' THEN 1 ELSE 0 END),
    SUM(CASE WHEN "browseraction" = 'Impression' THEN 1 ELSE 0 END)
FROM "SOURCE_SQL_STREAM_001" AS s
GROUP BY STEP(s.ROWTIME BY INTERVAL '10' SECOND);

CREATE OR REPLACE STREAM "DESTINATION_SQL_STREAM" (
    clicks        DOUBLE,
    impressions   DOUBLE,
    anomaly_score DOUBLE,
    explanation   VARCHAR(512)
);

CREATE OR REPLACE PUMP "SCORE_PUMP" AS
INSERT INTO "DESTINATION_SQL_STREAM"
SELECT STREAM clicks, impressions, ANOMALY_SCORE, ANOMALY_EXPLANATION
FROM TABLE(RANDOM_CUT_FOREST_WITH_EXPLANATION(
    CURSOR(SELECT STREAM clicks, impressions FROM "COUNTS"),
    100,
    12,
    100000,
    1,
    TRUE
))
WHERE ANOMALY_SCORE > 1.5;
