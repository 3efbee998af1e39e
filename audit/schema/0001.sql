-- The trail, first form.
--
-- An entry points to payloads. What can name a person (a record's reading, a party, the arguments of a run, a record that
-- could not be judged, a story's identifier) stands in rows that can be erased; what an entry promises of them is a
-- commitment, SHA-256(label || salt || bytes), which says nothing once the salt is gone. Everything else is shared by content
-- and found by the SHA-256 of its bytes.
--
-- The triggers stop slips. Whoever holds the file can drop them.

PRAGMA application_id = 1668048225; -- 0x636c6561, "clea"

-- The number of entries as of the last commit.
CREATE TABLE head (
    id   INTEGER PRIMARY KEY CHECK (id = 1),
    size INTEGER NOT NULL CHECK (size >= 0)
) STRICT;
INSERT INTO head (id, size) VALUES (1, 0);

-- The exact bytes of a policy bundle.
CREATE TABLE policy (
    id     INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE CHECK (digest GLOB 'sha256:*' AND length(digest) = 71),
    bundle BLOB NOT NULL
) STRICT;

-- A story's identifier; erasable.
CREATE TABLE story (
    id         INTEGER PRIMARY KEY,
    identifier TEXT UNIQUE CHECK (identifier <> '')
) STRICT;

-- What was read from a record, once per record, place and way of reading; erasable as a whole.
CREATE TABLE reading (
    id         INTEGER PRIMARY KEY,
    commitment TEXT NOT NULL CHECK (commitment GLOB 'sha256:*' AND length(commitment) = 71),
    digest     TEXT,                          -- of data, to find it again
    salt       BLOB CHECK (length(salt) = 32),
    data       TEXT,
    record     TEXT GENERATED ALWAYS AS (data ->> '$.story.sha256') VIRTUAL,
    identifier TEXT GENERATED ALWAYS AS (data ->> '$.story.id') VIRTUAL,
    rights     TEXT GENERATED ALWAYS AS (data ->> '$.rights') VIRTUAL,
    UNIQUE (record, digest),
    CHECK ((digest IS NULL) = (data IS NULL) AND (salt IS NULL) = (data IS NULL))
) STRICT;

CREATE INDEX reading_rights ON reading (identifier, rights);

-- A record that could not be judged, under the seq of its entry; erasable as a whole.
CREATE TABLE unjudged (
    seq        INTEGER PRIMARY KEY,
    commitment TEXT NOT NULL CHECK (commitment GLOB 'sha256:*' AND length(commitment) = 71),
    salt       BLOB CHECK (length(salt) = 32),
    data       TEXT,
    record     TEXT GENERATED ALWAYS AS (data ->> '$.sha256') VIRTUAL,
    CHECK ((salt IS NULL) = (data IS NULL))
) STRICT;
CREATE INDEX unjudged_record ON unjudged (record);

-- Program, arguments and actor of a run, under the seq of its first entry; erasable as a whole.
CREATE TABLE run (
    seq        INTEGER PRIMARY KEY,
    commitment TEXT NOT NULL CHECK (commitment GLOB 'sha256:*' AND length(commitment) = 71),
    salt       BLOB CHECK (length(salt) = 32),
    data       TEXT,
    CHECK ((salt IS NULL) = (data IS NULL))
) STRICT;

-- The name of a party; erasable as a whole. Questions hold its commitment.
CREATE TABLE party (
    id         INTEGER PRIMARY KEY,
    commitment TEXT NOT NULL UNIQUE CHECK (commitment GLOB 'sha256:*' AND length(commitment) = 71),
    salt       BLOB CHECK (length(salt) = 32),
    name       TEXT UNIQUE CHECK (name <> ''),
    CHECK ((salt IS NULL) = (name IS NULL))
) STRICT;

-- The use and the moment.
CREATE TABLE question (
    id     INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE CHECK (digest GLOB 'sha256:*' AND length(digest) = 71),
    data   TEXT NOT NULL,
    action TEXT NOT NULL GENERATED ALWAYS AS (data ->> '$.use.action') STORED CHECK (action <> ''),
    as_of  TEXT NOT NULL GENERATED ALWAYS AS (data ->> '$.as_of') STORED
) STRICT;

-- What the policy was asked.
CREATE TABLE input (
    id     INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE CHECK (digest GLOB 'sha256:*' AND length(digest) = 71),
    data   TEXT NOT NULL
) STRICT;

-- What the policy answered.
CREATE TABLE outcome (
    id      INTEGER PRIMARY KEY,
    digest  TEXT NOT NULL UNIQUE CHECK (digest GLOB 'sha256:*' AND length(digest) = 71),
    data    TEXT NOT NULL,
    verdict TEXT NOT NULL GENERATED ALWAYS AS (data ->> '$.verdict') STORED
            CHECK (verdict IN ('cleared', 'referred', 'blocked'))
) STRICT;

-- The trail: seq is dense from 0.
CREATE TABLE entry (
    seq        INTEGER PRIMARY KEY,
    recorded   INTEGER NOT NULL CHECK (recorded BETWEEN 0 AND 9007199254740991), -- microseconds since 1970, UTC
    kind       TEXT    NOT NULL,
    run        INTEGER NOT NULL REFERENCES run (seq),
    story      INTEGER REFERENCES story (id),     -- NULL where the record shows no identifier
    reading    INTEGER REFERENCES reading (id),
    question   INTEGER REFERENCES question (id),
    input      INTEGER REFERENCES input (id),
    outcome    INTEGER REFERENCES outcome (id),
    policy     INTEGER REFERENCES policy (id),
    good_until INTEGER,                           -- seconds since 1970, UTC; NULL where nothing is known to change
    extra      TEXT,                              -- the counts of a run-end
    CHECK (CASE kind
        WHEN 'avails' THEN reading IS NOT NULL AND question IS NOT NULL AND input IS NOT NULL
                         AND outcome IS NOT NULL AND policy IS NOT NULL AND extra IS NULL
        WHEN 'decision' THEN reading IS NOT NULL AND question IS NOT NULL AND input IS NOT NULL
                         AND outcome IS NOT NULL AND policy IS NOT NULL AND extra IS NULL
        WHEN 'unjudged' THEN question IS NOT NULL AND policy IS NOT NULL AND story IS NULL AND reading IS NULL
                         AND input IS NULL AND outcome IS NULL AND good_until IS NULL AND extra IS NULL
        WHEN 'run-start' THEN run = seq AND extra IS NULL AND story IS NULL AND reading IS NULL AND question IS NULL
                         AND input IS NULL AND outcome IS NULL AND policy IS NULL AND good_until IS NULL
        WHEN 'run-end'  THEN run < seq AND extra IS NOT NULL AND story IS NULL AND reading IS NULL AND question IS NULL
                         AND input IS NULL AND outcome IS NULL AND policy IS NULL AND good_until IS NULL
        ELSE FALSE END)
) STRICT;
CREATE INDEX entry_story ON entry (story) WHERE story IS NOT NULL;
CREATE INDEX entry_reading ON entry (reading) WHERE reading IS NOT NULL;

-- Only the next entry may be inserted. INSERT OR REPLACE walks past triggers on UPDATE and DELETE wherever recursive
-- triggers are off, so every table has a guard on INSERT as well.
CREATE TRIGGER entry_next BEFORE INSERT ON entry
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq) + 1, 0) FROM entry)
BEGIN SELECT RAISE(ABORT, 'entry: seq is not the next one'); END;
CREATE TRIGGER entry_time BEFORE INSERT ON entry
WHEN NEW.recorded < (SELECT recorded FROM entry ORDER BY seq DESC LIMIT 1)
BEGIN SELECT RAISE(ABORT, 'entry: recorded goes backwards'); END;
CREATE TRIGGER entry_update BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'entry: never changed'); END;
CREATE TRIGGER entry_delete BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'entry: never deleted'); END;

CREATE TRIGGER head_insert BEFORE INSERT ON head
BEGIN SELECT RAISE(ABORT, 'head: there is one'); END;
CREATE TRIGGER head_update BEFORE UPDATE ON head
WHEN NEW.size IS NOT (SELECT coalesce(max(seq) + 1, 0) FROM entry)
BEGIN SELECT RAISE(ABORT, 'head: size is not the number of entries'); END;
CREATE TRIGGER head_delete BEFORE DELETE ON head
BEGIN SELECT RAISE(ABORT, 'head: never deleted'); END;

CREATE TRIGGER policy_insert BEFORE INSERT ON policy
WHEN EXISTS (SELECT 1 FROM policy WHERE id = NEW.id OR digest = NEW.digest)
BEGIN SELECT RAISE(ABORT, 'policy: is there already'); END;
CREATE TRIGGER policy_update BEFORE UPDATE ON policy
BEGIN SELECT RAISE(ABORT, 'policy: never changed'); END;
CREATE TRIGGER policy_delete BEFORE DELETE ON policy
BEGIN SELECT RAISE(ABORT, 'policy: never deleted'); END;

CREATE TRIGGER question_insert BEFORE INSERT ON question
WHEN EXISTS (SELECT 1 FROM question WHERE id = NEW.id OR digest = NEW.digest)
BEGIN SELECT RAISE(ABORT, 'question: is there already'); END;
CREATE TRIGGER question_update BEFORE UPDATE ON question
BEGIN SELECT RAISE(ABORT, 'question: never changed'); END;
CREATE TRIGGER question_delete BEFORE DELETE ON question
BEGIN SELECT RAISE(ABORT, 'question: never deleted'); END;

CREATE TRIGGER input_insert BEFORE INSERT ON input
WHEN EXISTS (SELECT 1 FROM input WHERE id = NEW.id OR digest = NEW.digest)
BEGIN SELECT RAISE(ABORT, 'input: is there already'); END;
CREATE TRIGGER input_update BEFORE UPDATE ON input
BEGIN SELECT RAISE(ABORT, 'input: never changed'); END;
CREATE TRIGGER input_delete BEFORE DELETE ON input
BEGIN SELECT RAISE(ABORT, 'input: never deleted'); END;

CREATE TRIGGER outcome_insert BEFORE INSERT ON outcome
WHEN EXISTS (SELECT 1 FROM outcome WHERE id = NEW.id OR digest = NEW.digest)
BEGIN SELECT RAISE(ABORT, 'outcome: is there already'); END;
CREATE TRIGGER outcome_update BEFORE UPDATE ON outcome
BEGIN SELECT RAISE(ABORT, 'outcome: never changed'); END;
CREATE TRIGGER outcome_delete BEFORE DELETE ON outcome
BEGIN SELECT RAISE(ABORT, 'outcome: never deleted'); END;

CREATE TRIGGER story_insert BEFORE INSERT ON story
WHEN NEW.identifier IS NULL OR EXISTS (SELECT 1 FROM story WHERE id = NEW.id OR identifier = NEW.identifier)
BEGIN SELECT RAISE(ABORT, 'story: is there already, or has no identifier'); END;
CREATE TRIGGER story_update BEFORE UPDATE ON story
WHEN NEW.id IS NOT OLD.id OR NEW.identifier IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'story: can only be erased'); END;
CREATE TRIGGER story_delete BEFORE DELETE ON story
BEGIN SELECT RAISE(ABORT, 'story: never deleted'); END;

CREATE TRIGGER reading_insert BEFORE INSERT ON reading
WHEN NEW.data IS NULL
  OR EXISTS (SELECT 1 FROM reading WHERE id = NEW.id OR (record = NEW.record AND digest = NEW.digest))
BEGIN SELECT RAISE(ABORT, 'reading: is there already, or is empty'); END;
CREATE TRIGGER reading_update BEFORE UPDATE ON reading
WHEN NEW.id IS NOT OLD.id OR NEW.commitment IS NOT OLD.commitment
  OR NEW.digest IS NOT NULL OR NEW.salt IS NOT NULL OR NEW.data IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'reading: can only be erased'); END;
CREATE TRIGGER reading_delete BEFORE DELETE ON reading
BEGIN SELECT RAISE(ABORT, 'reading: never deleted'); END;

CREATE TRIGGER unjudged_insert BEFORE INSERT ON unjudged
WHEN NEW.data IS NULL OR NEW.seq IS NOT (SELECT coalesce(max(seq) + 1, 0) FROM entry)
  OR EXISTS (SELECT 1 FROM unjudged WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'unjudged: is not for the next entry, or is empty'); END;
CREATE TRIGGER unjudged_update BEFORE UPDATE ON unjudged
WHEN NEW.seq IS NOT OLD.seq OR NEW.commitment IS NOT OLD.commitment OR NEW.salt IS NOT NULL OR NEW.data IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'unjudged: can only be erased'); END;
CREATE TRIGGER unjudged_delete BEFORE DELETE ON unjudged
BEGIN SELECT RAISE(ABORT, 'unjudged: never deleted'); END;

CREATE TRIGGER run_insert BEFORE INSERT ON run
WHEN NEW.data IS NULL OR NEW.seq IS NOT (SELECT coalesce(max(seq) + 1, 0) FROM entry)
  OR EXISTS (SELECT 1 FROM run WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'run: is not for the next entry, or is empty'); END;
CREATE TRIGGER run_update BEFORE UPDATE ON run
WHEN NEW.seq IS NOT OLD.seq OR NEW.commitment IS NOT OLD.commitment OR NEW.salt IS NOT NULL OR NEW.data IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'run: can only be erased'); END;
CREATE TRIGGER run_delete BEFORE DELETE ON run
BEGIN SELECT RAISE(ABORT, 'run: never deleted'); END;

CREATE TRIGGER party_insert BEFORE INSERT ON party
WHEN NEW.name IS NULL
  OR EXISTS (SELECT 1 FROM party WHERE id = NEW.id OR commitment = NEW.commitment OR name = NEW.name)
BEGIN SELECT RAISE(ABORT, 'party: is there already, or has no name'); END;
CREATE TRIGGER party_update BEFORE UPDATE ON party
WHEN NEW.id IS NOT OLD.id OR NEW.commitment IS NOT OLD.commitment OR NEW.salt IS NOT NULL OR NEW.name IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'party: can only be erased'); END;
CREATE TRIGGER party_delete BEFORE DELETE ON party
BEGIN SELECT RAISE(ABORT, 'party: never deleted'); END;
