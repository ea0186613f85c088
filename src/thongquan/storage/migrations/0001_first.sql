-- The act log is the truth: every accepted act, in order, with its audit leaf and its sealed content.
-- `declaration` is the present state, derived from the acts; `storage/integrity.py` recomputes it and compares.
-- Numbers, dates, states and amounts are in clear; bodies, decisions, reasons and answers are sealed (AES-GCM).

CREATE TABLE company (
  tax_code    TEXT PRIMARY KEY,
  name        TEXT NOT NULL,
  code        TEXT NOT NULL UNIQUE,
  suspended   INTEGER NOT NULL DEFAULT 0,
  added_at    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Found by DER of issuer and serial number, as a signed message names its signer.
CREATE TABLE certificate (
  issuer_serial BLOB PRIMARY KEY,
  tax_code      TEXT NOT NULL REFERENCES company,
  der           BLOB NOT NULL,
  blocked       INTEGER NOT NULL DEFAULT 0,
  added_at      TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE officer (
  id          TEXT PRIMARY KEY,
  name        TEXT NOT NULL,
  office      TEXT NOT NULL,
  role        TEXT NOT NULL CHECK (role IN ('officer', 'head')),
  added_at    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One row per group commit: the root over its filings, signed once.
CREATE TABLE checkpoint (
  number      INTEGER PRIMARY KEY,
  filings     INTEGER NOT NULL,
  root        BLOB NOT NULL,
  at          TEXT NOT NULL,
  signature   BLOB NOT NULL
) STRICT;

CREATE TABLE filing (
  row           INTEGER PRIMARY KEY,
  id            BLOB NOT NULL,
  filer         TEXT NOT NULL REFERENCES company,
  office        TEXT NOT NULL,
  direction     TEXT NOT NULL,
  root          BLOB NOT NULL,
  reader        BLOB NOT NULL,
  registered    INTEGER NOT NULL,
  refused       INTEGER NOT NULL,
  received_at   TEXT NOT NULL,
  checkpoint    INTEGER NOT NULL REFERENCES checkpoint DEFERRABLE INITIALLY DEFERRED,
  position      INTEGER NOT NULL,
  statement     BLOB NOT NULL,
  signature     BLOB NOT NULL,
  answer        BLOB NOT NULL,
  UNIQUE (id, filer)
) STRICT;

CREATE TABLE act (
  seq         INTEGER PRIMARY KEY,
  number      INTEGER NOT NULL,
  kind        TEXT NOT NULL CHECK (kind IN ('registered', 'decided')),
  at          TEXT NOT NULL,
  by          TEXT NOT NULL,
  leaf        BLOB NOT NULL,
  sealed      BLOB NOT NULL
) STRICT;

-- `number` alone is unique on this machine; `office` stands in the row so that it can shard the key elsewhere.
CREATE TABLE declaration (
  number        INTEGER PRIMARY KEY,
  office        TEXT NOT NULL,
  direction     TEXT NOT NULL CHECK (direction IN ('import', 'export')),
  filing        INTEGER NOT NULL,  -- its `row`; not a foreign key, for it is entered before its filing is concluded
  line          INTEGER NOT NULL,
  filer         TEXT NOT NULL,
  house         BLOB NOT NULL,
  live          INTEGER NOT NULL,
  state         TEXT NOT NULL CHECK (state IN ('registered', 'cleared', 'refused')),
  channel       TEXT NOT NULL CHECK (channel IN ('1', '2', '3')),
  customs_value INTEGER NOT NULL,
  registered_at TEXT NOT NULL,
  registered    INTEGER NOT NULL REFERENCES act,
  latest        INTEGER NOT NULL REFERENCES act
) STRICT;

-- One living declaration per house bill, whoever files it and however two batches race.
CREATE UNIQUE INDEX one_live_declaration_per_house ON declaration (house) WHERE live = 1;
CREATE INDEX waiting ON declaration (office, number) WHERE state = 'registered';

CREATE TABLE sequence (
  direction   TEXT PRIMARY KEY,
  next        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO sequence VALUES ('import', 1), ('export', 1);
