-- Independent transport declarations: what the queues ask for stands in columns, what they say lies sealed.
CREATE TABLE transport (
  row            INTEGER PRIMARY KEY,        -- its place in the sequence of numbers
  number         TEXT NOT NULL UNIQUE,
  company        TEXT NOT NULL,
  office         TEXT NOT NULL,              -- of departure, where it is lodged
  arrival_office TEXT NOT NULL,
  direction      TEXT NOT NULL,
  state          TEXT NOT NULL,
  version        INTEGER NOT NULL,           -- how many steps it took
  body           INTEGER NOT NULL,           -- the version of its body
  corrected      INTEGER NOT NULL DEFAULT 0,
  due_at         TEXT NOT NULL,              -- when it should have arrived
  lodged_at      TEXT NOT NULL,
  changed_at     TEXT NOT NULL,
  departed_at    TEXT NOT NULL DEFAULT '',
  arrived_at     TEXT NOT NULL DEFAULT '',
  deed           INTEGER NOT NULL,           -- of its last step
  standing       BLOB NOT NULL               -- seals, discrepancies, steps, sealed; empty once they are erased
) STRICT;
CREATE INDEX transports_of_company ON transport (company, lodged_at, number);
CREATE INDEX transports_of_company_by_state ON transport (company, state, lodged_at, number);
CREATE INDEX transports_leaving ON transport (office, state, lodged_at, number);
CREATE INDEX transports_of_office ON transport (office, lodged_at, number);
CREATE INDEX transports_arriving ON transport (arrival_office, state, due_at, number);
CREATE INDEX transports_due ON transport (office, state, due_at, number);
CREATE INDEX transports_bound ON transport (arrival_office, due_at, number);

-- Each version of the declaration with its lists, as it was lodged, corrected or amended.
CREATE TABLE transport_body (
  transport INTEGER NOT NULL REFERENCES transport,
  version   INTEGER NOT NULL,
  sealed    BLOB NOT NULL,                   -- empty once it is erased
  PRIMARY KEY (transport, version)
) STRICT, WITHOUT ROWID;

-- Its cargo numbers at its place of departure as keyed hashes: another's with the same is confirmed.
CREATE TABLE transport_cargo (
  cargo     BLOB NOT NULL,
  transport INTEGER NOT NULL REFERENCES transport,
  PRIMARY KEY (cargo, transport)
) STRICT, WITHOUT ROWID;
CREATE INDEX transport_cargo_of ON transport_cargo (transport);
