-- The trail as an RFC 6962 tree: every entry is a leaf, and the head says what the tree is.
--
-- A leaf is rebuilt from its entry's columns and from the digests of what these point to (package leaf). Its hashes are kept as
-- C2SP tiles of 256. What is written here is as safe as the file it stands in, until its root is seen elsewhere.

-- The tree as of the last commit.
DROP TABLE head;
CREATE TABLE head (
    id   INTEGER PRIMARY KEY CHECK (id = 1),
    size INTEGER NOT NULL CHECK (size >= 0),
    root BLOB    NOT NULL CHECK (length(root) = 32)
) STRICT;
INSERT INTO head (id, size, root) VALUES (1, 0, x'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');

CREATE TRIGGER head_insert BEFORE INSERT ON head
BEGIN SELECT RAISE(ABORT, 'head: there is one'); END;
CREATE TRIGGER head_update BEFORE UPDATE ON head
WHEN NEW.size < OLD.size OR NEW.size IS NOT (SELECT coalesce(max(seq) + 1, 0) FROM entry)
BEGIN SELECT RAISE(ABORT, 'head: size is not the number of entries'); END;
CREATE TRIGGER head_delete BEFORE DELETE ON head
BEGIN SELECT RAISE(ABORT, 'head: never deleted'); END;

-- Hashes of 256 subtrees of one height, side by side: level << 56 | number, where level 0 has the leaves. At level 0 only full tiles
-- are kept, the rest is made from the last entries; above it the last tile of a level grows.
CREATE TABLE tile (
    id   INTEGER PRIMARY KEY,
    data BLOB NOT NULL CHECK (length(data) % 32 = 0 AND length(data) BETWEEN 32 AND 8192)
) STRICT;
CREATE TRIGGER tile_insert BEFORE INSERT ON tile
WHEN EXISTS (SELECT 1 FROM tile WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'tile: is there already'); END;
CREATE TRIGGER tile_update BEFORE UPDATE ON tile
WHEN NEW.id IS NOT OLD.id OR substr(NEW.data, 1, length(OLD.data)) IS NOT OLD.data
BEGIN SELECT RAISE(ABORT, 'tile: can only grow'); END;
CREATE TRIGGER tile_delete BEFORE DELETE ON tile
BEGIN SELECT RAISE(ABORT, 'tile: never deleted'); END;

-- What was signed: C2SP checkpoints, by their number of entries.
CREATE TABLE checkpoint (
    size INTEGER PRIMARY KEY CHECK (size >= 0),
    note TEXT NOT NULL
) STRICT;
CREATE TRIGGER checkpoint_insert BEFORE INSERT ON checkpoint
WHEN EXISTS (SELECT 1 FROM checkpoint WHERE size = NEW.size) OR NEW.size > (SELECT size FROM head)
BEGIN SELECT RAISE(ABORT, 'checkpoint: is there already, or is ahead of the trail'); END;
CREATE TRIGGER checkpoint_update BEFORE UPDATE ON checkpoint
BEGIN SELECT RAISE(ABORT, 'checkpoint: never changed'); END;
CREATE TRIGGER checkpoint_delete BEFORE DELETE ON checkpoint
BEGIN SELECT RAISE(ABORT, 'checkpoint: never deleted'); END;

-- Entries, with the kinds that came with the tree and the keys that make an append happen only once. Which story an entry is about
-- its reading says: a column of its own would be one more that no leaf vouches for.
CREATE TEMP TABLE earlier AS SELECT * FROM entry;
DROP TABLE entry;
CREATE TABLE entry (
    seq        INTEGER PRIMARY KEY,
    recorded   INTEGER NOT NULL CHECK (recorded BETWEEN 0 AND 9007199254740991), -- microseconds since 1970, UTC
    kind       TEXT    NOT NULL,
    run        INTEGER NOT NULL REFERENCES run (seq),
    reading    INTEGER REFERENCES reading (id),
    question   INTEGER REFERENCES question (id),
    input      INTEGER REFERENCES input (id),
    outcome    INTEGER REFERENCES outcome (id),
    policy     INTEGER REFERENCES policy (id),
    good_until INTEGER CHECK (good_until BETWEEN -9007199254740991 AND 9007199254740991), -- seconds since 1970, UTC; NULL where nothing is known to change
    extra      TEXT,                              -- what a run-end, a key or an erasure has to say, in canonical JSON
    request    TEXT CHECK (request GLOB 'sha256:*' AND length(request) = 71), -- the digest of the key under which it was asked for, once
    CHECK (CASE kind
        WHEN 'avails' THEN reading IS NOT NULL AND question IS NOT NULL AND input IS NOT NULL
                         AND outcome IS NOT NULL AND policy IS NOT NULL AND extra IS NULL
        WHEN 'decision' THEN reading IS NOT NULL AND question IS NOT NULL AND input IS NOT NULL
                         AND outcome IS NOT NULL AND policy IS NOT NULL AND extra IS NULL
        WHEN 'unjudged' THEN question IS NOT NULL AND policy IS NOT NULL AND reading IS NULL
                         AND input IS NULL AND outcome IS NULL AND good_until IS NULL AND extra IS NULL
        WHEN 'run-start' THEN run = seq AND extra IS NULL AND reading IS NULL AND question IS NULL
                         AND input IS NULL AND outcome IS NULL AND policy IS NULL AND good_until IS NULL AND request IS NULL
        ELSE kind IN ('run-end', 'key', 'erasure') AND run < seq AND extra IS NOT NULL AND reading IS NULL
                         AND question IS NULL AND input IS NULL AND outcome IS NULL AND policy IS NULL AND good_until IS NULL
                         AND request IS NULL
        END)
) STRICT;
INSERT INTO entry (seq, recorded, kind, run, reading, question, input, outcome, policy, good_until, extra)
SELECT seq, recorded, kind, run, reading, question, input, outcome, policy, good_until, extra
FROM earlier
ORDER BY seq;
DROP TABLE temp.earlier;
DROP TABLE story;
CREATE INDEX entry_reading ON entry (reading) WHERE reading IS NOT NULL;
CREATE UNIQUE INDEX entry_request ON entry (request) WHERE request IS NOT NULL;

-- SQLite looks for a REPLACE's victim by every unique index, and so must the guard.
CREATE TRIGGER entry_next BEFORE INSERT ON entry
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq) + 1, 0) FROM entry)
  OR NEW.request IS NOT NULL AND EXISTS (SELECT 1 FROM entry WHERE request = NEW.request)
BEGIN SELECT RAISE(ABORT, 'entry: seq is not the next one, or its request was met'); END;
CREATE TRIGGER entry_time BEFORE INSERT ON entry
WHEN NEW.recorded < (SELECT recorded FROM entry ORDER BY seq DESC LIMIT 1)
BEGIN SELECT RAISE(ABORT, 'entry: recorded goes backwards'); END;
CREATE TRIGGER entry_update BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'entry: never changed'); END;
CREATE TRIGGER entry_delete BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'entry: never deleted'); END;
