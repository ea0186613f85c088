-- Form HQ 01: lists of documents without commercial value, as a company filed them and customs answered.
CREATE TABLE document_list (
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
  inspection_at TEXT NOT NULL DEFAULT '',   -- since when its documents are inspected
  inspection_by TEXT NOT NULL DEFAULT '',
  answered_at   TEXT NOT NULL DEFAULT '',
  answered_by   TEXT NOT NULL DEFAULT '',
  says          TEXT NOT NULL,              -- canonical JSON: the particulars of the deed that sent it
  deed          INTEGER NOT NULL,           -- that sent it
  inspection    INTEGER,                    -- the deed that had it inspected
  answer        INTEGER,                    -- the deed that answered it
  sealed        BLOB NOT NULL,              -- its lines, for they name people; empty once they are erased
  remarks       BLOB NOT NULL DEFAULT x'',  -- what officers wrote, sealed
  UNIQUE (office, company, year, ordinal)
) STRICT;
CREATE INDEX document_lists_of_company ON document_list (company, sent_at, id);
CREATE INDEX document_lists_of_office ON document_list (office, sent_at, id);

-- The house bills of a list as keyed hashes: each is on one list that was not declined.
CREATE TABLE document_house (
  list          INTEGER NOT NULL REFERENCES document_list,
  house         BLOB NOT NULL,
  PRIMARY KEY (house, list)
) STRICT, WITHOUT ROWID;
CREATE INDEX document_houses_of ON document_house (list);
