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

-- What an officer has still to bring to an end.
DROP INDEX waiting;
CREATE INDEX waiting ON declaration (office, number)
  WHERE state = 'registered' OR state = 'documents' OR state = 'inspection' OR state = 'held';

-- Whose business which acts are: the filer's, and the principal's where a broker filed. Acts of one filing lie together
-- in the log, so a row is a run of them and a whole flight costs one. Books that exist are filled in by
-- `storage/feed.py` in the same transaction, for the principal stands in the signed statement.
CREATE TABLE feed (
  company     TEXT NOT NULL,
  first       INTEGER NOT NULL,
  last        INTEGER NOT NULL,
  PRIMARY KEY (company, first)
) STRICT, WITHOUT ROWID;
