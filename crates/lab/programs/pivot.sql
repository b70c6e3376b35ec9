-- One row for each ten seconds with a column for each kind, by CASE inside of an aggregate.
CREATE OR REPLACE STREAM "DESTINATION_SQL_STREAM" (
    clicks      INTEGER,
    impressions INTEGER,
    click_share DOUBLE
);

CREATE OR REPLACE PUMP "PIVOT_PUMP" AS
INSERT INTO "DESTINATION_SQL_STREAM"
SELECT STREAM
    SUM(CASE WHEN "browseraction" = 'Click' THEN 1 ELSE 0 END),
    SUM(CASE WHEN "browseraction" = 'Impression' THEN 1 ELSE 0 END),
    CAST(SUM(CASE WHEN "browseraction" = 'Click' THEN 1 ELSE 0 END) AS DOUBLE) / COUNT(*)
FROM "SOURCE_SQL_STREAM_001" AS s
GROUP BY STEP(s.ROWTIME BY INTERVAL '10' SECOND);
