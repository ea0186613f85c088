-- Attachments that are registered by themselves (HYS) or sent to customs (MSB); `attachment` above holds the documents
-- of declarations. The bytes of both lie in the folder `attachments`.
CREATE TABLE registered_attachment (
  ordinal       INTEGER PRIMARY KEY,        -- runs over all of them
  number        TEXT NOT NULL UNIQUE,       -- as it is told and quoted
  form          TEXT NOT NULL CHECK (form = 'HYS' OR form = 'MSB'),
  company       TEXT NOT NULL,              -- whose it is
  filer         TEXT NOT NULL,              -- the company whose user signed
  office        TEXT NOT NULL,
  team          TEXT NOT NULL,
  procedure     TEXT NOT NULL,              -- the application procedure type; '' of a message
  version       INTEGER NOT NULL,           -- how often it was changed
  registered_at TEXT NOT NULL,
  changed_at    TEXT NOT NULL,
  examined_at   TEXT NOT NULL DEFAULT '',   -- from then on it is not changed
  examined_by   TEXT NOT NULL DEFAULT '',
  once          TEXT NOT NULL UNIQUE,       -- the one-time number of the deed that registered it
  result        BLOB NOT NULL DEFAULT x''   -- what the officer wrote who examined it, sealed
) STRICT;
CREATE INDEX registered_attachments_of_company ON registered_attachment (company, registered_at, number);
CREATE INDEX registered_attachments_of_filer ON registered_attachment (filer, registered_at, number);
CREATE INDEX registered_attachments_of_office ON registered_attachment (office, registered_at, number);

-- Each version as it was signed. Nothing of it is changed; it is emptied once its term has passed.
CREATE TABLE attachment_version (
  number        TEXT NOT NULL,
  version       INTEGER NOT NULL,           -- 0 is the first
  at            TEXT NOT NULL,
  by            TEXT NOT NULL,              -- a User ID
  deed          INTEGER NOT NULL,
  sealed        BLOB NOT NULL,              -- telephone, reference, remarks, and what its files are
  PRIMARY KEY (number, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE version_file (
  number        TEXT NOT NULL,
  version       INTEGER NOT NULL,
  place         INTEGER NOT NULL,           -- among those of the version, from 1 on
  file          BLOB NOT NULL,              -- keyed hash of company and content: its name in the folder
  PRIMARY KEY (number, version, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX version_file_named ON version_file (file);
