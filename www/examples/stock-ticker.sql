-- Which ticks are unusual, and what else goes on?
--
-- Senders write one record a tick, in the shape of the service's demo stream:
--     {"TICKER_SYMBOL": "AMZN", "SECTOR": "TECHNOLOGY", "CHANGE": -0.25, "PRICE": 84.51}
--
--     source ─┬─ SECTORS        every 10 seconds, what each sector did
--             ├─ BUSIEST        every minute, the three symbols with the most ticks
--             └─ SCORED ──────── DESTINATION_SQL_STREAM

-- What each sector did in ten seconds. A row is dated with the end of its window.
CREATE OR REPLACE STREAM "SECTORS" (
    sector    VARCHAR(16),
    ticks     BIGINT,
    low       REAL,
    high      REAL,
    average   REAL
);

CREATE OR REPLACE PUMP "SECTOR_PUMP" AS
INSERT INTO "SECTORS"
SELECT STREAM sector, COUNT(*), MIN(price), MAX(price), AVG(price)
FROM "SOURCE_SQL_STREAM_001" AS s
GROUP BY sector, STEP(s.ROWTIME BY INTERVAL '10' SECOND);

-- The busiest symbols of each minute.
CREATE OR REPLACE STREAM "BUSIEST" (
    ticker_symbol VARCHAR(4),
    ticks         BIGINT
);

CREATE OR REPLACE PUMP "BUSIEST_PUMP" AS
INSERT INTO "BUSIEST"
SELECT STREAM ITEM, ITEM_COUNT
FROM TABLE(TOP_K_ITEMS_TUMBLING(
    CURSOR(SELECT STREAM * FROM "SOURCE_SQL_STREAM_001"),
    'TICKER_SYMBOL', -- the column, in its exact case
    3,               -- symbols
    60               -- seconds
));

-- Every tick with a score, and what made it: a forest of 100 trees that remembers 256 ticks looks at change and price.
CREATE OR REPLACE STREAM "SCORED" (
    ticker_symbol VARCHAR(4),
    sector        VARCHAR(16),
    change        REAL,
    price         REAL,
    anomaly_score DOUBLE,
    explanation   VARCHAR(512)
);

CREATE OR REPLACE PUMP "SCORE_PUMP" AS
INSERT INTO "SCORED"
SELECT STREAM ticker_symbol, sector, change, price, ANOMALY_SCORE, ANOMALY_EXPLANATION
FROM TABLE(RANDOM_CUT_FOREST_WITH_EXPLANATION(
    CURSOR(SELECT STREAM ticker_symbol, sector, change, price FROM "SOURCE_SQL_STREAM_001"),
    100, 256, 100000, 1, TRUE
));

-- The ticks worth a look. Scores go up to log2(256) = 8.
CREATE OR REPLACE STREAM "DESTINATION_SQL_STREAM" (
    ticker_symbol VARCHAR(4),
    sector        VARCHAR(16),
    change        REAL,
    price         REAL,
    anomaly_score DOUBLE
);

CREATE OR REPLACE PUMP "OUTPUT_PUMP" AS
INSERT INTO "DESTINATION_SQL_STREAM"
SELECT STREAM ticker_symbol, sector, change, price, anomaly_score
FROM "SCORED"
WHERE anomaly_score > 3;
