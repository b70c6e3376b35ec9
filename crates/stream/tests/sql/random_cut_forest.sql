-- RANDOM_CUT_FOREST: 0 until the sample of 10 is full, then a flat line scores log2(10) / (10 + 1), and a value outside everything seen, which the
-- first cut parts from the rest, scores the most there is: log2(10) (spec/kda-sql.md 12.2). Columns that are no number pass through.
--! source K VARCHAR(4), V INTEGER
--! input
-- 10:00:01 | a | 7
-- 10:00:02 | b | 7
-- 10:00:03 | c | 7
-- 10:00:04 | d | 7
-- 10:00:05 | e | 7
-- 10:00:06 | f | 7
-- 10:00:07 | g | 7
-- 10:00:08 | h | 7
-- 10:00:09 | i | 7
-- 10:00:10 | j | 7
-- 10:00:11 | k | NULL
-- 10:00:12 | l | 7
-- 10:00:13 | m | 100
--! expect SCORES
-- 10:00:08 | h | 7 | 0.000000000
-- 10:00:09 | i | 7 | 0.000000000
-- 10:00:10 | j | 7 | 0.000000000
-- 10:00:11 | k | NULL | NULL
-- 10:00:12 | l | 7 | 0.301993463
-- 10:00:13 | m | 100 | 3.321928095
--! expect EXPLAINED
-- 10:00:10 | 0.0 | {"V":{"DIRECTION":"LOW","STRENGTH":"0.0000","ATTRIBUTION_SCORE":"0.0000"}}
-- 10:00:11 | NULL | NULL
-- 10:00:13 | 3.321928094887362 | {"V":{"DIRECTION":"HIGH","STRENGTH":"3.3219","ATTRIBUTION_SCORE":"3.3219"}}
--! expect SHORT
-- 10:00:13 | {"V":{"ATTRIBUTION_SCORE":"3.3219"}}
-- Nine digits: the mean over the trees is a sum of a hundred numbers.
CREATE STREAM scores (k VARCHAR(4), v INTEGER, score DECIMAL(12,9));
CREATE PUMP p1 AS INSERT INTO scores
SELECT STREAM k, v, CAST(ANOMALY_SCORE AS DECIMAL(12,9)) FROM TABLE(RANDOM_CUT_FOREST(CURSOR(SELECT STREAM * FROM source_sql_stream_001), 100, 10, 100000, 1))
WHERE k >= 'h';
CREATE STREAM explained (score DOUBLE, explanation VARCHAR(512));
CREATE PUMP p2 AS INSERT INTO explained
SELECT STREAM ANOMALY_SCORE, ANOMALY_EXPLANATION FROM TABLE(RANDOM_CUT_FOREST_WITH_EXPLANATION(
    CURSOR(SELECT STREAM * FROM source_sql_stream_001), 100, 10, 100000, 1, TRUE))
WHERE k IN ('j', 'k', 'm');
CREATE STREAM short (explanation VARCHAR(512));
CREATE PUMP p3 AS INSERT INTO short
SELECT STREAM ANOMALY_EXPLANATION FROM TABLE(RANDOM_CUT_FOREST_WITH_EXPLANATION(
    CURSOR(SELECT STREAM * FROM source_sql_stream_001), 100, 10))
WHERE k = 'm';
