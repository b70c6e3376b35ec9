-- Quoted names keep their case and may be any word; unquoted ones are folded; comments of all kinds.
-- schema: stocks
CREATE STREAM "timestamp" ("value" INTEGER, "Select" VARCHAR(10), "a ""b""" DOUBLE, date DATE, "é" CHAR);
CREATE PUMP "p" DESCRIPTION 'it''s a pump' AS INSERT EXPEDITED INTO "timestamp" ("value", "Select", "a ""b""", DATE)
SELECT STREAM 1 "one", ticker_symbol AS "two", price three, current_date // a comment of the samples
FROM "SOURCE_SQL_STREAM_001" /* and
another */ WHERE TICKER_SYMBOL <> U&'\0041!' AND ticker_symbol != 'x';
CREATE STREAM again ("é" CHAR(1));
CREATE PUMP again AS INSERT INTO again SELECT STREAM t."é" FROM "timestamp" t;
