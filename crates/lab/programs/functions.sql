-- Scalar functions: texts cut and written anew, times written out, choices made.
CREATE OR REPLACE STREAM "DESTINATION_SQL_STREAM" (
    host   VARCHAR(64),
    domain VARCHAR(64),
    did    VARCHAR(16),
    at     VARCHAR(32)
);

CREATE OR REPLACE PUMP "WORDS_PUMP" AS
INSERT INTO "DESTINATION_SQL_STREAM"
SELECT STREAM
    SUBSTRING("site" FROM '^[^.]+'),
    REGEX_REPLACE("site", '^[^.]+[.]', '', 1, 1),
    CASE "browseraction"
        WHEN 'Click' THEN 'clicked'
        WHEN 'Impression' THEN 'saw'
        ELSE LOWER("browseraction")
    END,
    TIMESTAMP_TO_CHAR('EEE HH:mm:ss', s.ROWTIME)
FROM "SOURCE_SQL_STREAM_001" AS s;
