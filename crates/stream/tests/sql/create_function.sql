-- Functions of the program are written out where they are called.
--! source K VARCHAR(4), V INTEGER
--! input
-- 10:10:00 | ab | 7
-- 10:40:00 | NULL | 0
-- 11:00:00 | c | NULL
--! expect S
-- 10:10:00 | 10:00:00 | 3 | <AB>
-- 10:40:00 | 10:30:00 | 0 | none
-- 11:00:00 | 11:00:00 | -1 | <C>
CREATE STREAM s (t TIMESTAMP, h INTEGER, k VARCHAR(8));
CREATE FUNCTION floor30min (p_time TIMESTAMP) RETURNS TIMESTAMP CONTAINS SQL RETURNS NULL ON NULL INPUT
    RETURN FLOOR(p_time TO HOUR) + ((EXTRACT(MINUTE FROM p_time) / 30) * INTERVAL '30' MINUTE);
CREATE FUNCTION half (v INTEGER) RETURNS INTEGER RETURNS NULL ON NULL INPUT RETURN v / 2;
CREATE FUNCTION half_or (v INTEGER, otherwise INTEGER) RETURNS INTEGER RETURN COALESCE(half(v), otherwise);
CREATE FUNCTION marked (k VARCHAR(4)) RETURNS VARCHAR(8) CALLED ON NULL INPUT RETURN COALESCE('<' || UPPER(k) || '>', 'none');
CREATE PUMP p AS INSERT INTO s
SELECT STREAM floor30min(src.ROWTIME), half_or(v, -1), marked(k) FROM source_sql_stream_001 AS src;
