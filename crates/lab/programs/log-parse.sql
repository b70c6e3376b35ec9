-- Fields out of a text by a regular expression: each group is a column of the record r.
CREATE OR REPLACE STREAM "DESTINATION_SQL_STREAM" (
    host   VARCHAR(64),
    domain VARCHAR(64)
);

CREATE OR REPLACE PUMP "PARSE_PUMP" AS
INSERT INTO "DESTINATION_SQL_STREAM"
SELECT STREAM t.r.COLUMN1, t.r.COLUMN2
FROM (SELECT STREAM REGEX_LOG_PARSE("site", '([^.]+)[.](.+)') AS r FROM "SOURCE_SQL_STREAM_001") AS t;
