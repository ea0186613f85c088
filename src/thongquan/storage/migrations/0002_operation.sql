-- What happens to the books themselves: migrated, restored, keys changed, bodies erased after their term.
-- `told` is canonical JSON that the authority signed; it names the hash of the event before it.
CREATE TABLE event (
  seq         INTEGER PRIMARY KEY,
  told        BLOB NOT NULL,
  signature   BLOB NOT NULL,
  certificate BLOB NOT NULL
) STRICT;

-- Numbers from `first` up to but not including `after` that a restored server does not give: they may have been given.
CREATE TABLE gap (
  what        TEXT NOT NULL CHECK (what IN ('import', 'export', 'group', 'company')),
  first       INTEGER NOT NULL,
  after       INTEGER NOT NULL,
  event       INTEGER NOT NULL REFERENCES event,
  PRIMARY KEY (what, first)
) STRICT, WITHOUT ROWID;

-- Which key of the keys folder is in use for what. A key counts from the commit that names it here.
CREATE TABLE key_in_use (
  purpose     TEXT PRIMARY KEY CHECK (purpose IN ('body', 'index', 'backup', 'authority')),
  number      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO key_in_use VALUES ('body', 1), ('index', 1), ('backup', 1), ('authority', 1);
