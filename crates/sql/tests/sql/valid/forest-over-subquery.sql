-- The cursor may be any streaming query; the function's rows may be aliased, and joined with an outer list without STREAM.
-- schema: stocks
CREATE STREAM scores (at TIMESTAMP, label VARCHAR(8), n DOUBLE, score DOUBLE);
CREATE PUMP p AS INSERT INTO scores
SELECT CURRENT_TIMESTAMP AS at, 'score', *
FROM (
    SELECT STREAM t.* FROM TABLE(RANDOM_CUT_FOREST(CURSOR(
        SELECT STREAM CAST(COUNT(*) AS DOUBLE) AS n FROM source_sql_stream_001 GROUP BY FLOOR(ROWTIME TO SECOND)
    ), 50)) AS t
);
