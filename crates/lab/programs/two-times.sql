-- Two times at once: a row is given when its minute of ROWTIME is over, and says which minute of arrival it is about. Records that
-- were stored in one minute and read in the next are counted in a row of their own.
CREATE OR REPLACE STREAM "DESTINATION_SQL_STREAM" (
    arrival_minute TIMESTAMP,
    records        BIGINT
);

CREATE OR REPLACE PUMP "ARRIVAL_PUMP" AS
INSERT INTO "DESTINATION_SQL_STREAM"
SELECT STREAM STEP(s.APPROXIMATE_ARRIVAL_TIME BY INTERVAL '60' SECOND), COUNT(*)
FROM "SOURCE_SQL_STREAM_001" AS s
GROUP BY
    STEP(s.ROWTIME BY INTERVAL '60' SECOND),
    STEP(s.APPROXIMATE_ARRIVAL_TIME BY INTERVAL '60' SECOND);
