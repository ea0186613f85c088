-- The life of a declaration has more states, and ends: rows and most indexes stay as they lie (see 0003 for the spelling).
PRAGMA writable_schema = ON;

UPDATE sqlite_schema SET sql = replace(sql,
  'CHECK (state = ''cleared'' OR state = ''registered'' OR state = ''refused'')',
  'CHECK (state = ''cleared'' OR state = ''registered'' OR state = ''documents'' OR state = ''inspection''
          OR state = ''held'' OR state = ''manual'' OR state = ''released'' OR state = ''refused''
          OR state = ''seized'' OR state = ''withdrawn'' OR state = ''cancelled'')')
WHERE name = 'declaration';

UPDATE sqlite_schema SET sql = replace(sql,
  'CHECK (kind = ''registered'' OR kind = ''decided'')',
  'CHECK (kind = ''registered'' OR kind = ''decided'' OR kind = ''corrected'')')
WHERE name = 'act';

PRAGMA writable_schema = RESET;

-- The act with the line that holds now, where a correction took the place of the first; NULL: `registered` has it.
ALTER TABLE declaration ADD COLUMN signed INTEGER REFERENCES act;

-- Acts that correct, and the filing and line in which each was signed.
CREATE TABLE correction (
  act         INTEGER PRIMARY KEY REFERENCES act,
  filing      INTEGER NOT NULL,
  line        INTEGER NOT NULL
) STRICT;
CREATE INDEX corrected_in ON correction (filing);

-- What became of a declaration after it was registered, for whoever reads its history: nothing of it when one is registered.
CREATE INDEX later_acts ON act (number) WHERE kind = 'decided' OR kind = 'corrected';

-- The team whose queue it is in, and when the documents that customs asked for last were given: from then on their hours
-- run. Books that exist are filled in by `storage/state.py` in the same transaction, for decisions are sealed.
ALTER TABLE declaration ADD COLUMN team TEXT NOT NULL DEFAULT '';
ALTER TABLE declaration ADD COLUMN documents_at TEXT NOT NULL DEFAULT '';

-- What an officer has still to bring to an end, the oldest first, with all that the filters of his queue ask for.
DROP INDEX waiting;
CREATE INDEX waiting
  ON declaration (office, registered_at, number, state, channel, direction, filer, team, documents_at, latest)
  WHERE state = 'registered' OR state = 'documents' OR state = 'inspection' OR state = 'held';

-- The authority's commitment to the secret of each day's random draw. Never changed.
CREATE TABLE draw (
  seq         INTEGER PRIMARY KEY,
  day         TEXT NOT NULL UNIQUE,
  told        BLOB NOT NULL,
  signature   BLOB NOT NULL,
  certificate BLOB NOT NULL
) STRICT;

-- House bills of what has ended: registering writes nothing to it.
CREATE INDEX ended_houses ON declaration (house) WHERE live = 0;

-- Goods that came back undelivered: the declaration of their return, and the first one.
CREATE TABLE returned (
  number        INTEGER PRIMARY KEY REFERENCES declaration,
  original      INTEGER NOT NULL REFERENCES declaration
) STRICT;
CREATE INDEX returns_of ON returned (original, number);

-- Form HQ 02: lists of completed declarations, as a company sent them and customs answered.
CREATE TABLE completed_list (
  row           INTEGER PRIMARY KEY,
  id            TEXT NOT NULL UNIQUE,       -- the first 128 bits, in hex, of the digest of the deed that sent it
  company       TEXT NOT NULL,
  office        TEXT NOT NULL,
  year          INTEGER NOT NULL,
  ordinal       INTEGER NOT NULL,           -- runs per office, company and year
  number        TEXT NOT NULL,              -- as it is printed
  state         TEXT NOT NULL CHECK (state = 'sent' OR state = 'confirmed' OR state = 'declined'),
  sent_at       TEXT NOT NULL,
  sent_by       TEXT NOT NULL,
  answered_at   TEXT NOT NULL DEFAULT '',
  answered_by   TEXT NOT NULL DEFAULT '',
  says          TEXT NOT NULL,              -- canonical JSON: the particulars of the deed that sent it
  deed          INTEGER NOT NULL,           -- that sent it
  answer        INTEGER,                    -- the deed that answered it
  UNIQUE (office, company, year, ordinal)
) STRICT;
CREATE INDEX lists_of_company ON completed_list (company, sent_at, id);
CREATE INDEX lists_of_office ON completed_list (office, sent_at, id);

CREATE TABLE completed_line (
  list          INTEGER NOT NULL REFERENCES completed_list,
  line          INTEGER NOT NULL,
  number        INTEGER NOT NULL,           -- the declaration, as it was registered
  act           INTEGER NOT NULL,           -- with which its line was signed: its leaf is part of the list's digest
  became        TEXT NOT NULL DEFAULT ''
                CHECK (became = '' OR became = 'released' OR became = 'held-back' OR became = 'never-came'),
  PRIMARY KEY (list, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX listed ON completed_line (number);

-- Whose business which acts are: the filer's, and the principal's where a broker filed. Acts of one filing lie together
-- in the log, so a row is a run of them and a whole flight costs one. Books that exist are filled in by
-- `storage/feed.py` in the same transaction, for the principal stands in the signed statement.
CREATE TABLE feed (
  company     TEXT NOT NULL,
  first       INTEGER NOT NULL,
  last        INTEGER NOT NULL,
  PRIMARY KEY (company, first)
) STRICT, WITHOUT ROWID;

-- Documents that were given for a declaration: in which file of the folder `attachments` each lies. What it is called,
-- its kind, size and hash are sealed in the act that gave it.
CREATE TABLE attachment (
  number      INTEGER NOT NULL REFERENCES declaration,
  place       INTEGER NOT NULL,             -- among those of the declaration, from 1 on
  file        BLOB NOT NULL,                -- keyed hash of company and content: its name in the folder
  PRIMARY KEY (number, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX attachment_file ON attachment (file);

-- Each look of an officer at documents; place 0 is the list of them.
CREATE TABLE attachment_look (
  seq         INTEGER PRIMARY KEY,
  officer     TEXT NOT NULL,
  number      INTEGER NOT NULL,
  place       INTEGER NOT NULL,
  at          TEXT NOT NULL
) STRICT;
