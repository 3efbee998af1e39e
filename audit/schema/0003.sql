-- What is said at the gate, before something is published: of a piece, of the stories that it uses, and by whom it was let pass.

-- A piece at the gate or an override, under the seq of its entry; erasable as a whole. Its columns are made anew from data whenever
-- they are read, so that they cannot say anything else.
CREATE TABLE piece (
    seq        INTEGER PRIMARY KEY,
    commitment TEXT NOT NULL CHECK (commitment GLOB 'sha256:*' AND length(commitment) = 71),
    salt       BLOB CHECK (length(salt) = 32),
    data       TEXT,
    sha256     TEXT GENERATED ALWAYS AS (data ->> '$.piece.sha256') VIRTUAL,
    override   INTEGER GENERATED ALWAYS AS (data ->> '$.override') VIRTUAL, -- the seq of the one that lets it pass
    vouches    INTEGER GENERATED ALWAYS AS (data ->> '$.note' IS NOT NULL OR json_array_length(data, '$.confirmed') > 0) VIRTUAL, -- an override, or somebody confirms something
    CHECK ((salt IS NULL) = (data IS NULL))
) STRICT;
CREATE INDEX piece_sha256 ON piece (sha256);
CREATE INDEX piece_vouches ON piece (sha256) WHERE vouches;
CREATE INDEX piece_override ON piece (override) WHERE override IS NOT NULL;

-- Entries, with the kinds that came with the gate.
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
    policy     INTEGER REFERENCES policy (id),    -- NULL at a gate that could load none
    good_until INTEGER CHECK (good_until BETWEEN -9007199254740991 AND 9007199254740991), -- seconds since 1970, UTC; NULL where nothing is known to change
    extra      TEXT,                              -- what a run-end, a key, an erasure or a settlement has to say, in canonical JSON
    request    TEXT CHECK (request GLOB 'sha256:*' AND length(request) = 71), -- the digest of the key under which it was asked for, once
    CHECK (CASE kind
        WHEN 'avails' THEN reading IS NOT NULL AND question IS NOT NULL AND input IS NOT NULL
                         AND outcome IS NOT NULL AND policy IS NOT NULL AND extra IS NULL
        WHEN 'decision' THEN reading IS NOT NULL AND question IS NOT NULL AND input IS NOT NULL
                         AND outcome IS NOT NULL AND policy IS NOT NULL AND extra IS NULL
        WHEN 'unjudged' THEN question IS NOT NULL AND policy IS NOT NULL AND reading IS NULL
                         AND input IS NULL AND outcome IS NULL AND good_until IS NULL AND extra IS NULL
        WHEN 'gate' THEN run < seq AND question IS NOT NULL AND reading IS NULL
                         AND input IS NULL AND outcome IS NULL AND good_until IS NULL AND extra IS NULL AND request IS NULL
        WHEN 'override' THEN run < seq AND question IS NOT NULL AND reading IS NULL
                         AND input IS NULL AND outcome IS NULL AND good_until IS NULL AND extra IS NULL AND request IS NULL
        WHEN 'run-start' THEN run = seq AND extra IS NULL AND reading IS NULL AND question IS NULL
                         AND input IS NULL AND outcome IS NULL AND policy IS NULL AND good_until IS NULL AND request IS NULL
        ELSE kind IN ('run-end', 'key', 'erasure', 'settlement') AND run < seq AND extra IS NOT NULL AND reading IS NULL
                         AND question IS NULL AND input IS NULL AND outcome IS NULL AND policy IS NULL AND good_until IS NULL
                         AND request IS NULL
        END)
) STRICT;
INSERT INTO entry (seq, recorded, kind, run, reading, question, input, outcome, policy, good_until, extra, request)
SELECT seq, recorded, kind, run, reading, question, input, outcome, policy, good_until, extra, request
FROM earlier
ORDER BY seq;
DROP TABLE temp.earlier;
CREATE INDEX entry_reading ON entry (reading) WHERE reading IS NOT NULL;
CREATE INDEX entry_kind ON entry (kind) WHERE reading IS NULL; -- what read no record: few beside the decisions
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

CREATE TRIGGER piece_insert BEFORE INSERT ON piece
WHEN NEW.data IS NULL OR NEW.seq IS NOT (SELECT coalesce(max(seq) + 1, 0) FROM entry)
  OR EXISTS (SELECT 1 FROM piece WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'piece: is not for the next entry, or is empty'); END;
CREATE TRIGGER piece_update BEFORE UPDATE ON piece
WHEN NEW.seq IS NOT OLD.seq OR NEW.commitment IS NOT OLD.commitment OR NEW.salt IS NOT NULL OR NEW.data IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'piece: can only be erased'); END;
CREATE TRIGGER piece_delete BEFORE DELETE ON piece
BEGIN SELECT RAISE(ABORT, 'piece: never deleted'); END;
