-- The source has another name than the text thinks.
-- expect: SQL0020 4:58
CREATE STREAM o (x VARCHAR(32));
CREATE PUMP p AS INSERT INTO o SELECT STREAM "site" FROM "firehose_001";
