-- Months are calendar windows; a key may be used inside a larger expression.
-- schema: stocks
CREATE STREAM months (y BIGINT, label VARCHAR(40), n BIGINT);
CREATE PUMP p AS INSERT INTO months
SELECT STREAM EXTRACT(YEAR FROM FLOOR(ROWTIME TO MONTH)), 'month of ' || CAST(FLOOR(ROWTIME TO MONTH) AS VARCHAR(30)), COUNT(*)
FROM source_sql_stream_001
GROUP BY FLOOR(ROWTIME TO MONTH);
