-- The job over files, made by Rillcut. ${DIR} is this folder; RunSql.java puts it in.
--
-- Rows of one ROWTIME come in no promised order; functions that depend on the order have the lab's.
SET 'execution.runtime-mode' = 'streaming';
SET 'table.local-time-zone' = 'UTC';
SET 'parallelism.default' = '${PARALLELISM}';
-- All of Flink is one JVM, which a machine that is busy or sleeps may leave waiting for longer than the usual 50 seconds.
SET 'heartbeat.timeout' = '10 min';
-- Sums of doubles in the order of arrival, as the lab has them.
SET 'table.optimizer.agg-phase-strategy' = 'ONE_PHASE';

CREATE TEMPORARY SYSTEM FUNCTION KDA_DIVIDE AS 'rillcut.flink.Numbers$Divide';
CREATE TEMPORARY SYSTEM FUNCTION KDA_DIVIDE_DOUBLE AS 'rillcut.flink.Numbers$DivideDouble';
CREATE TEMPORARY SYSTEM FUNCTION KDA_HOLDS AS 'rillcut.flink.Holds';
CREATE TEMPORARY SYSTEM FUNCTION KDA_MILLISECONDS AS 'rillcut.flink.Times$Millis';
CREATE TEMPORARY SYSTEM FUNCTION KDA_MULTIPLY_DOUBLE AS 'rillcut.flink.Numbers$MultiplyDouble';
CREATE TEMPORARY SYSTEM FUNCTION KDA_RECORDS AS 'rillcut.flink.Records';
CREATE TEMPORARY SYSTEM FUNCTION KDA_SUBTRACT AS 'rillcut.flink.Numbers$Subtract';
CREATE TEMPORARY SYSTEM FUNCTION KDA_TO_TIMESTAMP AS 'rillcut.flink.Times$Timestamp';
CREATE TEMPORARY SYSTEM FUNCTION KDA_TO_UNIT AS 'rillcut.flink.Times$ToUnit';
CREATE TEMPORARY SYSTEM FUNCTION RANDOM_CUT_FOREST AS 'rillcut.flink.RandomCutForest';

-- Records with the time at which they came. The watermark stands 1 ms behind: without that, rows of an instant
-- that is not over yet would be dropped from windows.
CREATE TEMPORARY TABLE `$records` (
  `number` STRING,
  `at` BIGINT,
  `data` STRING,
  `time` AS TO_TIMESTAMP_LTZ(`at`, 3),
  WATERMARK FOR `time` AS `time` - INTERVAL '0.001' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${DIR}/records.ndjson', 'format' = 'json');

CREATE TEMPORARY TABLE `DESTINATION_SQL_STREAM.out` (
  `ROWTIME` TIMESTAMP(3),
  `CTRPERCENT` DOUBLE,
  `ANOMALY_SCORE` DOUBLE
) WITH ('connector' = 'filesystem', 'path' = '${DIR}/out/DESTINATION_SQL_STREAM', 'format' = 'json', 'json.timestamp-format.standard' = 'SQL');

CREATE TEMPORARY VIEW `SOURCE_SQL_STREAM_001` AS
SELECT r.c0 AS `browseraction`, r.c1 AS `site`, KDA_MILLISECONDS(s.`time`) AS `APPROXIMATE_ARRIVAL_TIME`,
       KDA_MILLISECONDS(s.`time`) AS `$rowtime`, s.`time` AS `$time`
FROM `$records` AS s CROSS JOIN LATERAL TABLE(KDA_RECORDS(s.`data`, '{"format":"JSON","path":[],"columns":[{"type":"VARCHAR(32)","path":["browseraction"]},{"type":"VARCHAR(32)","path":["site"]}]}')) AS r(c0, c1, `$error`, `$index`)
WHERE r.`$error` IS NULL;

-- CREATE OR REPLACE PUMP "IMPRESSIONPUMP" AS INSERT INTO "IMPRESSIONSTREAM" ("IMPRESSIONCOUNT") SELECT STREAM COUNT(*) FROM "SOURCE_SQL_STREAM_001" WHER…
CREATE TEMPORARY VIEW `IMPRESSIONPUMP.1` AS
SELECT `browseraction`, `site`, `APPROXIMATE_ARRIVAL_TIME`,
       `$rowtime`, `$time`
FROM `SOURCE_SQL_STREAM_001` WHERE (RTRIM(`browseraction`) = 'Impression');

CREATE TEMPORARY VIEW `IMPRESSIONPUMP.2` AS
SELECT KDA_TO_UNIT(KDA_DIVIDE(KDA_SUBTRACT(KDA_MILLISECONDS(window_start), 0), 10), 1000, 0, FALSE, 'INTERVAL') AS `KEY$0`, COUNT(*) AS `AGGREGATE$0`,
       KDA_MILLISECONDS(window_end) AS `$rowtime`, window_time AS `$time`
FROM TABLE(TUMBLE(TABLE `IMPRESSIONPUMP.1`, DESCRIPTOR(`$time`), INTERVAL '10' SECOND))
GROUP BY window_start, window_end, window_time;

CREATE TEMPORARY VIEW `IMPRESSIONSTREAM` AS
SELECT CAST(`AGGREGATE$0` AS DOUBLE) AS `IMPRESSIONCOUNT`,
       `$rowtime`, `$time`
FROM `IMPRESSIONPUMP.2`;

-- CREATE OR REPLACE PUMP "CLICKPUMP" AS INSERT INTO "CLICKSTREAM" ("CLICKCOUNT") SELECT STREAM COUNT(*) FROM "SOURCE_SQL_STREAM_001" WHERE "browseractio…
CREATE TEMPORARY VIEW `CLICKPUMP.1` AS
SELECT `browseraction`, `site`, `APPROXIMATE_ARRIVAL_TIME`,
       `$rowtime`, `$time`
FROM `SOURCE_SQL_STREAM_001` WHERE (RTRIM(`browseraction`) = 'Click');

CREATE TEMPORARY VIEW `CLICKPUMP.2` AS
SELECT KDA_TO_UNIT(KDA_DIVIDE(KDA_SUBTRACT(KDA_MILLISECONDS(window_start), 0), 10), 1000, 0, FALSE, 'INTERVAL') AS `KEY$0`, COUNT(*) AS `AGGREGATE$0`,
       KDA_MILLISECONDS(window_end) AS `$rowtime`, window_time AS `$time`
FROM TABLE(TUMBLE(TABLE `CLICKPUMP.1`, DESCRIPTOR(`$time`), INTERVAL '10' SECOND))
GROUP BY window_start, window_end, window_time;

CREATE TEMPORARY VIEW `CLICKSTREAM` AS
SELECT CAST(`AGGREGATE$0` AS DOUBLE) AS `CLICKCOUNT`,
       `$rowtime`, `$time`
FROM `CLICKPUMP.2`;

-- CREATE OR REPLACE PUMP "CTRPUMP" AS INSERT INTO "CTRSTREAM" ("CTR") SELECT STREAM "CLICKCOUNT" / "IMPRESSIONCOUNT" * 100.000 FROM "IMPRESSIONSTREAM", …
CREATE TEMPORARY VIEW `CTRPUMP.1` AS
SELECT l.`IMPRESSIONCOUNT` AS `IMPRESSIONCOUNT`, r.`CLICKCOUNT` AS `CLICKCOUNT`, l.`$rowtime` AS `$c2`, r.`$rowtime` AS `$c3`,
       l.`$rowtime` AS `$rowtime`, l.`$time` AS `$time`
FROM `IMPRESSIONSTREAM` AS l
JOIN `CLICKSTREAM` AS r ON l.`$time` = r.`$time` AND l.`$rowtime` = r.`$rowtime` AND (l.`$rowtime` = r.`$rowtime`);

CREATE TEMPORARY VIEW `CTRSTREAM` AS
SELECT KDA_MULTIPLY_DOUBLE(KDA_DIVIDE_DOUBLE(`CLICKCOUNT`, `IMPRESSIONCOUNT`), 1E2) AS `CTR`,
       `$rowtime`, `$time`
FROM `CTRPUMP.1`
WHERE KDA_HOLDS(COALESCE(CASE WHEN `CLICKCOUNT` IS NOT NULL AND `IMPRESSIONCOUNT` IS NOT NULL AND KDA_DIVIDE_DOUBLE(`CLICKCOUNT`, `IMPRESSIONCOUNT`) IS NULL THEN CASE WHEN `IMPRESSIONCOUNT` = 0 THEN CAST('STR0101 division by zero (line 50, column 15)' AS STRING) ELSE CAST('STR0102 the result does not fit DOUBLE (line 50, column 15)' AS STRING) END END, CASE WHEN KDA_DIVIDE_DOUBLE(`CLICKCOUNT`, `IMPRESSIONCOUNT`) IS NOT NULL AND KDA_MULTIPLY_DOUBLE(KDA_DIVIDE_DOUBLE(`CLICKCOUNT`, `IMPRESSIONCOUNT`), 1E2) IS NULL THEN CAST('STR0102 the result does not fit DOUBLE (line 50, column 15)' AS STRING) END) IS NULL, `$rowtime`);

-- CREATE OR REPLACE PUMP "OUTPUT_PUMP" AS INSERT INTO "DESTINATION_SQL_STREAM" ("CTRPERCENT", "ANOMALY_SCORE") SELECT STREAM * FROM TABLE(RANDOM_CUT_FOR…
CREATE TEMPORARY VIEW `OUTPUT_PUMP.1` AS
SELECT * FROM RANDOM_CUT_FOREST(input => TABLE `CTRSTREAM`, spec => 'in=1 out=DD columns=0 trees=100 sample=12 decay=100000 shingle=1 seed=13852627906437319862 explain=none names=435452', on_time => DESCRIPTOR(`$time`), uid => 'p3_1');

CREATE TEMPORARY VIEW `OUTPUT_PUMP.2` AS
SELECT c0 AS `CTR`, c1 AS `ANOMALY_SCORE`,
       `$rowtime`, `rowtime` AS `$time`
FROM `OUTPUT_PUMP.1`
WHERE `$error` IS NULL;

CREATE TEMPORARY VIEW `OUTPUT_PUMP.3` AS
SELECT `CTR`, `ANOMALY_SCORE`,
       `$rowtime`, `$time`
FROM `OUTPUT_PUMP.2` WHERE KDA_HOLDS((`ANOMALY_SCORE` > 2E0), `$rowtime`);

CREATE TEMPORARY VIEW `DESTINATION_SQL_STREAM` AS
SELECT `CTR` AS `CTRPERCENT`, `ANOMALY_SCORE`,
       `$rowtime`, `$time`
FROM `OUTPUT_PUMP.3`;

EXECUTE STATEMENT SET BEGIN
INSERT INTO `DESTINATION_SQL_STREAM.out` SELECT KDA_TO_TIMESTAMP(`$rowtime`), `CTRPERCENT`, `ANOMALY_SCORE` FROM `DESTINATION_SQL_STREAM`;
END;
