-- Links of a transport for its drivers, who have no account, and what they reported through them.
CREATE TABLE transport_link (
  id        TEXT PRIMARY KEY,
  transport INTEGER NOT NULL REFERENCES transport,
  secret    BLOB NOT NULL UNIQUE,            -- SHA-256 of what stands in its address
  until     TEXT NOT NULL,                   -- from this moment on it is good for nothing
  made_at   TEXT NOT NULL,
  made_by   TEXT NOT NULL,                   -- a User ID
  ended_at  TEXT NOT NULL DEFAULT '',
  deed      INTEGER NOT NULL,                -- that gave it
  sealed    BLOB NOT NULL                    -- the driver; empty once it is erased
) STRICT, WITHOUT ROWID;
CREATE INDEX links_of_transport ON transport_link (transport, made_at, id);

-- Nothing of it is changed. Each is signed by the authority and tells the digest of the one before.
CREATE TABLE transport_report (
  seq         INTEGER PRIMARY KEY,           -- runs over all of them
  transport   INTEGER NOT NULL REFERENCES transport,
  link        TEXT NOT NULL REFERENCES transport_link,
  id          TEXT NOT NULL,                 -- drawn by the device: told again it is the same report
  told        BLOB NOT NULL,                 -- canonical JSON, what was signed
  signature   BLOB NOT NULL,
  certificate BLOB NOT NULL,
  sealed      BLOB NOT NULL,                 -- what was said; empty once it is erased
  UNIQUE (link, id)
) STRICT;
CREATE INDEX reports_of_transport ON transport_report (transport, seq);
