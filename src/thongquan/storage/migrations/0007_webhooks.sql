-- Where a company wants its events sent to, and how far they were taken there. What is signed is followed from its deeds;
-- place, nth and mark are the cursor behind which nothing was taken yet. No secret stands here: it is derived (0052).
CREATE TABLE webhook (
  id            TEXT PRIMARY KEY,
  company       TEXT NOT NULL,
  address       BLOB NOT NULL,              -- sealed: paths may tell more than they should
  number        INTEGER NOT NULL,           -- counts its secrets
  old_until     TEXT NOT NULL,              -- so long bodies are signed with the secret before, too; '' not at all
  state         TEXT NOT NULL CHECK (state = 'active' OR state = 'paused' OR state = 'stopped' OR state = 'ended'),
  added_at      TEXT NOT NULL,
  place         INTEGER NOT NULL,
  nth           INTEGER NOT NULL,
  mark          TEXT NOT NULL,
  next_try      TEXT NOT NULL,
  failures      INTEGER NOT NULL,           -- one after another, since the last that was taken
  failing_since TEXT NOT NULL,
  delivered_at  TEXT NOT NULL,
  failed_at     TEXT NOT NULL,
  failed_with   TEXT NOT NULL               -- a code
) STRICT, WITHOUT ROWID;
CREATE INDEX webhooks_of_company ON webhook (company, added_at, id);
CREATE INDEX webhooks_active ON webhook (next_try) WHERE state = 'active';

-- What a company is told in its feed beside acts: after which act, and the how manieth there.
CREATE TABLE notice (
  company     TEXT NOT NULL,
  place       INTEGER NOT NULL,
  nth         INTEGER NOT NULL,
  kind        TEXT NOT NULL,
  about       TEXT NOT NULL,
  at          TEXT NOT NULL,
  PRIMARY KEY (company, place, nth)
) STRICT, WITHOUT ROWID;
