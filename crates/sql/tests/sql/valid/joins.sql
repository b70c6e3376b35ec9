-- Every kind of join, windowed or not.
-- schema: stocks
CREATE STREAM orders (id INTEGER, ticker VARCHAR(4), amount DECIMAL(10,2));
CREATE STREAM trades (id INTEGER, price DOUBLE);
CREATE STREAM matched (at TIMESTAMP, ordered TIMESTAMP, id INTEGER, price DOUBLE);
CREATE PUMP inner_on AS INSERT INTO matched
SELECT STREAM ROWTIME, o.ROWTIME, o.id, t.price
FROM orders AS o JOIN trades OVER (RANGE INTERVAL '1' MINUTE PRECEDING) AS t ON o.id = t.id;
CREATE PUMP left_named AS INSERT INTO matched
SELECT STREAM ROWTIME, o.ROWTIME, o.id, t.price
FROM orders OVER last_minute AS o LEFT OUTER JOIN trades OVER last_minute AS t ON o.id = t.id AND t.price > 0
WINDOW last_minute AS (RANGE INTERVAL '1' MINUTE PRECEDING);
CREATE PUMP full_using AS INSERT INTO matched
SELECT STREAM ROWTIME, ROWTIME, id, price
FROM orders OVER (ROWS 10 PRECEDING) FULL JOIN trades OVER (ROWS 3 PRECEDING) USING (id);
CREATE PUMP right_join AS INSERT INTO matched (id, price)
SELECT STREAM t.id, t.price FROM orders o RIGHT JOIN trades OVER (RANGE INTERVAL '0' SECOND PRECEDING) t ON o.id = t.id;
CREATE PUMP three AS INSERT INTO matched (id)
SELECT STREAM o.id
FROM orders OVER (RANGE INTERVAL '1' SECOND PRECEDING) AS o, trades AS t, (SELECT STREAM id FROM trades) AS u
WHERE o.id = t.id AND t.id = u.id AND o.ticker LIKE 'A%';
CREATE PUMP crossed AS INSERT INTO matched (id) SELECT STREAM o.id FROM orders o CROSS JOIN trades t;
CREATE PUMP same_names AS INSERT INTO matched (id) SELECT STREAM id FROM orders NATURAL JOIN trades;
