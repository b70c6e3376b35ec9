-- Every 10 seconds, how often each thing happened. A row is dated with the end of its window.
CREATE OR REPLACE STREAM "DESTINATION_SQL_STREAM" (
    "browseraction" VARCHAR(32),
    "COUNTED"       BIGINT
);

CREATE OR REPLACE PUMP "COUNT_PUMP" AS
INSERT INTO "DESTINATION_SQL_STREAM"
SELECT STREAM "browseraction", COUNT(*)
FROM "SOURCE_SQL_STREAM_001" AS s
GROUP BY "browseraction", STEP(s.ROWTIME BY INTERVAL '10' SECOND);
