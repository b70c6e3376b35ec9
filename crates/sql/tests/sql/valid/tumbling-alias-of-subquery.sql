-- The alias of an inner list is a key of the outer GROUP BY, and keeps its window.
-- schema: stocks
CREATE STREAM sums (w TIMESTAMP, total DOUBLE, ended TIMESTAMP);
CREATE PUMP p AS INSERT INTO sums
SELECT STREAM w, SUM(cents) / 100.0, ROWTIME
FROM (
    SELECT STREAM FLOOR(ROWTIME TO HOUR) AS w, CAST(price * 100 AS BIGINT) cents
    FROM source_sql_stream_001
    WHERE price > 0
)
GROUP BY w;
