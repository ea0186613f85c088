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
