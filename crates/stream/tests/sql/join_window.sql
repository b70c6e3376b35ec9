-- Example 6 of the SQL reference's joins, with the matched rows given once (spec/kda-sql.md 27.3).
--! source SIDE VARCHAR(8), ID INTEGER
--! input
-- 10:00:00 | order | 101
-- 10:00:00 | shipment | 100
-- 10:00:20 | order | 102
-- 10:00:30 | order | 103
-- 10:00:40 | order | 104
-- 10:00:45 | shipment | 104
-- 10:00:45 | order | 100
-- 10:00:50 | shipment | 105
--! expect OUTPUT_STREAM
-- 10:00:45 | 10:00:45 | 100 | 10:00:00 | 10:00:45
-- 10:00:45 | 10:00:45 | 104 | 10:00:45 | 10:00:40
-- 10:01:00 | 10:01:00 | 101 | NULL | 10:00:00
-- 10:01:20 | 10:01:20 | 102 | NULL | 10:00:20
-- 10:01:30 | 10:01:30 | 103 | NULL | 10:00:30
CREATE STREAM orders (id INTEGER);
CREATE PUMP orders_pump AS INSERT INTO orders SELECT STREAM id FROM source_sql_stream_001 WHERE side = 'order';
CREATE STREAM shipments (id INTEGER);
CREATE PUMP shipments_pump AS INSERT INTO shipments SELECT STREAM id FROM source_sql_stream_001 WHERE side = 'shipment';
CREATE STREAM output_stream (result_time TIMESTAMP, id INTEGER, shipment_time TIMESTAMP, order_time TIMESTAMP);
CREATE PUMP output_pump AS INSERT INTO output_stream
SELECT STREAM ROWTIME AS result_time, o.id, s.ROWTIME AS shipment_time, o.ROWTIME AS order_time
FROM orders OVER (RANGE INTERVAL '1' MINUTE PRECEDING) AS o
LEFT JOIN shipments OVER (RANGE INTERVAL '1' MINUTE PRECEDING) AS s
ON o.id = s.id;
