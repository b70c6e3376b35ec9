-- Prices that are unlike those before, whatever the symbol: a forest scores every tick, 0 until it has seen 256 of them.
CREATE OR REPLACE STREAM "DESTINATION_SQL_STREAM" (
    change        REAL,
    price         REAL,
    anomaly_score DOUBLE
);

CREATE OR REPLACE PUMP "SCORE_PUMP" AS
INSERT INTO "DESTINATION_SQL_STREAM"
SELECT STREAM change, price, ANOMALY_SCORE
FROM TABLE(RANDOM_CUT_FOREST(
    CURSOR(SELECT STREAM change, price FROM "SOURCE_SQL_STREAM_001"),
    100,    -- trees
    256,    -- rows each tree remembers
    100000, -- rows after which a row is as good as forgotten
    1       -- rows that are looked at together
))
WHERE ANOMALY_SCORE > 2;
