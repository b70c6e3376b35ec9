-- Two tables, USING, other types of keys, a pair whose condition fails, and streams joined to each other behind a table.
--! source K INTEGER, V INTEGER
--! reference Names K BIGINT, Name VARCHAR(8)
-- 1 | one
-- 2 | two
--! reference Rates Name VARCHAR(8), Rate DOUBLE, Per INTEGER
-- one | 1.5 | 2
-- two | 2.5 | 0
-- one | 4 | 1
--! input
-- 10:00:01 | 1 | 10
-- 10:00:02 | 2 | 20
-- 10:00:03 | 3 | 30
--! expect PRICED
-- 10:00:01 | one | 1.5 | 10
-- 10:00:01 | one | 4.0 | 10
-- 10:00:02 | two | 2.5 | 20
--! expect DIVIDED
-- 10:00:01 | 1.5
--! expect BOTH
-- 10:00:01 | one | 10 | 10
-- 10:00:02 | two | 20 | 20
--! expect error_stream
-- 10:00:01 | STR0101 | {"K":1,"V":10,"APPROXIMATE_ARRIVAL_TIME":"2020-01-01 10:00:01.0","Name":"two","Rate":2.5,"Per":0} | P2
-- 10:00:02 | STR0101 | {"K":2,"V":20,"APPROXIMATE_ARRIVAL_TIME":"2020-01-01 10:00:02.0","Name":"two","Rate":2.5,"Per":0} | P2
-- 10:00:03 | STR0101 | {"K":3,"V":30,"APPROXIMATE_ARRIVAL_TIME":"2020-01-01 10:00:03.0","Name":"two","Rate":2.5,"Per":0} | P2
CREATE STREAM priced (name VARCHAR(8), rate DOUBLE, v INTEGER);
CREATE PUMP p1 AS INSERT INTO priced
SELECT STREAM n."Name", r."Rate", s.v
FROM source_sql_stream_001 AS s JOIN "Names" AS n USING (k) JOIN "Rates" AS r ON r."Name" = n."Name";

CREATE STREAM divided (rate DOUBLE);
CREATE PUMP p2 AS INSERT INTO divided
SELECT STREAM r."Rate" FROM source_sql_stream_001 AS s JOIN "Rates" AS r ON s.v / r."Per" < 6;

CREATE STREAM both (name VARCHAR(8), v INTEGER, w INTEGER);
CREATE PUMP p3 AS INSERT INTO both
SELECT STREAM n."Name", a.v, b.v
FROM source_sql_stream_001 AS a JOIN "Names" AS n ON a.k = n.k JOIN source_sql_stream_001 AS b ON a.v = b.v;
