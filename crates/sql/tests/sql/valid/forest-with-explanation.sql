-- Arguments left out have their defaults; columns that are not numbers pass through.
-- schema: stocks
CREATE OR REPLACE STREAM "TEMP_STREAM" (
    ticker_symbol VARCHAR(4), "price" DOUBLE, "change" REAL, anomaly_score DOUBLE, anomaly_explanation VARCHAR(512));
CREATE OR REPLACE PUMP "SCORES" AS INSERT INTO "TEMP_STREAM"
SELECT STREAM ticker_symbol, price, change, anomaly_score, anomaly_explanation
FROM TABLE(RANDOM_CUT_FOREST_WITH_EXPLANATION(
    CURSOR(SELECT STREAM ticker_symbol, price, change FROM "SOURCE_SQL_STREAM_001"), 100, 256, 100000, 1, true));
CREATE OR REPLACE STREAM "DESTINATION_SQL_STREAM" ("price" DOUBLE, anomaly_score DOUBLE);
CREATE OR REPLACE PUMP "SORTED" AS INSERT INTO "DESTINATION_SQL_STREAM"
SELECT STREAM "price", anomaly_score FROM "TEMP_STREAM"
ORDER BY FLOOR("TEMP_STREAM".ROWTIME TO SECOND), anomaly_score DESC;
