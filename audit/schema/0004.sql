-- Readings, inputs and outcomes in pieces (package parts): what many of them have in common is stored once, and what is left of an input
-- and an outcome is so little that it stands in its entry.
--
-- What is stored of each are columns, the names of its pieces and what fills their holes; the bytes that its digest is of are put together
-- from these. So no column can say anything else than the bytes. Digests and salts are blobs of 32 bytes.
--
-- Of these tables a bulk run writes millions of rows: whatever it must look at to write the next one is what it wrote last. Digests
-- have no index, and an index of names goes by segments of 65,536 rows: a row is added to the last of them, and a name is looked for in each.

DROP TRIGGER reading_insert;
DROP TRIGGER reading_update;
DROP TRIGGER reading_delete;
DROP TRIGGER input_insert;
DROP TRIGGER input_update;
DROP TRIGGER input_delete;
DROP TRIGGER outcome_insert;
DROP TRIGGER outcome_update;
DROP TRIGGER outcome_delete;
DROP INDEX reading_rights;
ALTER TABLE reading RENAME TO earlier_reading;
ALTER TABLE input RENAME TO earlier_input;
ALTER TABLE outcome RENAME TO earlier_outcome;
CREATE TEMP TABLE earlier AS SELECT * FROM entry;
DROP TABLE entry;

-- Pieces of readings. They may hold words that name a person: one that no reading is made of any more is erased.
CREATE TABLE reading_part (
    id   INTEGER PRIMARY KEY,
    data BLOB
) STRICT;

-- Pieces of inputs and outcomes.
CREATE TABLE part (
    id   INTEGER PRIMARY KEY,
    data BLOB NOT NULL
) STRICT;

-- What was read from a record; erasable as a whole. A SHA-256 in hexadecimal is kept as its bytes, so a column can have either.
CREATE TABLE reading (
    id         INTEGER PRIMARY KEY,
    commitment BLOB NOT NULL CHECK (length(commitment) = 32),
    salt       BLOB CHECK (length(salt) = 32),
    identifier TEXT, -- the story's
    record     ANY,  -- the SHA-256 of the record
    rights     ANY,  -- the SHA-256 of what it says about its rights
    title      TEXT,
    parts      BLOB,
    own        BLOB,
    CHECK ((salt IS NULL) = (parts IS NULL) AND (own IS NULL) = (parts IS NULL))
) STRICT;

-- Entries, with what the policy was asked and what it answered.
CREATE TABLE entry (
    seq        INTEGER PRIMARY KEY,
    recorded   INTEGER NOT NULL CHECK (recorded BETWEEN 0 AND 9007199254740991), -- microseconds since 1970, UTC
    kind       TEXT    NOT NULL,
    run        INTEGER NOT NULL REFERENCES run (seq),
    reading    INTEGER REFERENCES reading (id),
    question   INTEGER REFERENCES question (id),
    policy     INTEGER REFERENCES policy (id),    -- NULL at a gate that could load none
    input      BLOB CHECK (length(input) = 32),   -- its digest
    input_parts   BLOB,
    input_own     BLOB,
    outcome    BLOB CHECK (length(outcome) = 32), -- its digest
    verdict    TEXT CHECK (verdict IN ('cleared', 'referred', 'blocked')),
    outcome_parts BLOB,
    outcome_own   BLOB,
    good_until INTEGER CHECK (good_until BETWEEN -9007199254740991 AND 9007199254740991), -- seconds since 1970, UTC; NULL where nothing is known to change
    extra      TEXT,                              -- what a run-end, a key, an erasure or a settlement has to say, in canonical JSON
    request    TEXT CHECK (request GLOB 'sha256:*' AND length(request) = 71), -- the digest of the key under which it was asked for, once
    CHECK (CASE kind
        WHEN 'avails' THEN reading IS NOT NULL AND question IS NOT NULL AND policy IS NOT NULL AND extra IS NULL
        WHEN 'decision' THEN reading IS NOT NULL AND question IS NOT NULL AND policy IS NOT NULL AND extra IS NULL
        WHEN 'unjudged' THEN question IS NOT NULL AND policy IS NOT NULL AND reading IS NULL
                         AND good_until IS NULL AND extra IS NULL
        WHEN 'gate' THEN run < seq AND question IS NOT NULL AND reading IS NULL
                         AND good_until IS NULL AND extra IS NULL AND request IS NULL
        WHEN 'override' THEN run < seq AND question IS NOT NULL AND reading IS NULL
                         AND good_until IS NULL AND extra IS NULL AND request IS NULL
        WHEN 'run-start' THEN run = seq AND extra IS NULL AND reading IS NULL AND question IS NULL
                         AND policy IS NULL AND good_until IS NULL AND request IS NULL
        ELSE kind IN ('run-end', 'key', 'erasure', 'settlement') AND run < seq AND extra IS NOT NULL AND reading IS NULL
                         AND question IS NULL AND policy IS NULL AND good_until IS NULL AND request IS NULL
        END),
    CHECK ((input IS NULL) = (reading IS NULL) AND (input_parts IS NULL) = (reading IS NULL) AND (input_own IS NULL) = (reading IS NULL)
       AND (outcome IS NULL) = (reading IS NULL) AND (outcome_parts IS NULL) = (reading IS NULL) AND (outcome_own IS NULL) = (reading IS NULL)
       AND (verdict IS NULL) = (reading IS NULL))
) STRICT;

-- (rows)
-- Here the program takes the rows of earlier_reading, earlier_input and earlier_outcome apart, and fills the tables: see repack.go.

DROP TABLE temp.earlier;
DROP TABLE earlier_reading;
DROP TABLE earlier_input;
DROP TABLE earlier_outcome;

CREATE INDEX reading_identifier ON reading (id >> 16, identifier) WHERE identifier IS NOT NULL;
CREATE INDEX reading_record ON reading (id >> 16, record) WHERE record IS NOT NULL;
CREATE INDEX entry_reading ON entry (seq >> 16, reading) WHERE reading IS NOT NULL;
CREATE INDEX entry_kind ON entry (kind) WHERE reading IS NULL; -- what read no record: few beside the decisions
CREATE UNIQUE INDEX entry_request ON entry (request) WHERE request IS NOT NULL;

-- Only the next row may be inserted, under its own number: then INSERT OR REPLACE finds nothing that it could replace, but by
-- another unique index.
CREATE TRIGGER entry_next BEFORE INSERT ON entry
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq) + 1, 0) FROM entry)
  OR NEW.recorded < (SELECT recorded FROM entry ORDER BY seq DESC LIMIT 1)
  OR NEW.request IS NOT NULL AND EXISTS (SELECT 1 FROM entry WHERE request = NEW.request)
BEGIN SELECT RAISE(ABORT, 'entry: seq is not the next one, recorded goes backwards, or its request was met'); END;
CREATE TRIGGER entry_update BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'entry: never changed'); END;
CREATE TRIGGER entry_delete BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'entry: never deleted'); END;

CREATE TRIGGER reading_insert BEFORE INSERT ON reading
WHEN NEW.parts IS NULL OR NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM reading)
BEGIN SELECT RAISE(ABORT, 'reading: is not the next one, or is empty'); END;
CREATE TRIGGER reading_update BEFORE UPDATE ON reading
WHEN NEW.id IS NOT OLD.id OR NEW.commitment IS NOT OLD.commitment OR NEW.salt IS NOT NULL OR NEW.identifier IS NOT NULL
  OR NEW.record IS NOT NULL OR NEW.rights IS NOT NULL OR NEW.title IS NOT NULL OR NEW.parts IS NOT NULL OR NEW.own IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'reading: can only be erased'); END;
CREATE TRIGGER reading_delete BEFORE DELETE ON reading
BEGIN SELECT RAISE(ABORT, 'reading: never deleted'); END;

CREATE TRIGGER reading_part_insert BEFORE INSERT ON reading_part
WHEN NEW.data IS NULL OR NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM reading_part)
BEGIN SELECT RAISE(ABORT, 'reading_part: is not the next one, or is empty'); END;
CREATE TRIGGER reading_part_update BEFORE UPDATE ON reading_part
WHEN NEW.id IS NOT OLD.id OR NEW.data IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'reading_part: can only be erased'); END;
CREATE TRIGGER reading_part_delete BEFORE DELETE ON reading_part
BEGIN SELECT RAISE(ABORT, 'reading_part: never deleted'); END;

CREATE TRIGGER part_insert BEFORE INSERT ON part
WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM part)
BEGIN SELECT RAISE(ABORT, 'part: is not the next one'); END;
CREATE TRIGGER part_update BEFORE UPDATE ON part
BEGIN SELECT RAISE(ABORT, 'part: never changed'); END;
CREATE TRIGGER part_delete BEFORE DELETE ON part
BEGIN SELECT RAISE(ABORT, 'part: never deleted'); END;
