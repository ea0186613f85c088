-- Registration: certificates with an end, accounts, applications, terminals, delegations, officers, and every deed that
-- was signed for them. Names, identity numbers, addresses, passwords and texts are sealed; keys are hashes.

ALTER TABLE certificate ADD COLUMN state TEXT NOT NULL DEFAULT 'registered'
  CHECK (state = 'registered' OR state = 'waiting' OR state = 'refused' OR state = 'suspended' OR state = 'ended');
ALTER TABLE certificate ADD COLUMN until TEXT NOT NULL DEFAULT '9999-12-31T23:59:59.999999Z';
ALTER TABLE certificate ADD COLUMN replaces BLOB;  -- issuer_serial of the one it is to replace
ALTER TABLE certificate ADD COLUMN deed INTEGER;   -- that registered it last; NULL: before there were deeds
ALTER TABLE certificate ADD COLUMN seconded_by TEXT NOT NULL DEFAULT '';  -- the first of two officers to confirm it
UPDATE certificate SET state = 'suspended' WHERE blocked = 1;
ALTER TABLE certificate DROP COLUMN blocked;
CREATE INDEX certificates_of_company ON certificate (tax_code, added_at);

-- Places in the record of deeds that a restored server does not give, too.
CREATE TABLE gap_of_5 (
  what        TEXT NOT NULL CHECK (what = 'import' OR what = 'export' OR what = 'group' OR what = 'company'
                                   OR what = 'deed'),
  first       INTEGER NOT NULL,
  after       INTEGER NOT NULL,
  event       INTEGER NOT NULL REFERENCES event,
  PRIMARY KEY (what, first)
) STRICT, WITHOUT ROWID;
INSERT INTO gap_of_5 (what, first, after, event) SELECT what, first, after, event FROM gap;
DROP TABLE gap;
ALTER TABLE gap_of_5 RENAME TO gap;

CREATE TABLE officer_certificate (
  issuer_serial BLOB PRIMARY KEY,
  officer       TEXT NOT NULL,
  der           BLOB NOT NULL,
  state         TEXT NOT NULL CHECK (state = 'registered' OR state = 'suspended' OR state = 'ended'),
  until         TEXT NOT NULL,
  added_at      TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX certificates_of_officer ON officer_certificate (officer);

-- Auditors and operators too; a team and hours of duty. Nobody leaves the list: whoever has ended decided once.
CREATE TABLE officer_of_2 (
  id          TEXT PRIMARY KEY,
  name        TEXT NOT NULL,
  office      TEXT NOT NULL,
  role        TEXT NOT NULL CHECK (role = 'officer' OR role = 'head' OR role = 'auditor' OR role = 'operator'),
  team        TEXT NOT NULL DEFAULT '',
  hours       TEXT NOT NULL DEFAULT '',  -- 07:00-19:00 in Viet Nam; '' at any hour
  ended_at    TEXT NOT NULL DEFAULT '',
  added_at    TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO officer_of_2 (id, name, office, role, added_at) SELECT id, name, office, role, added_at FROM officer;
DROP TABLE officer;
ALTER TABLE officer_of_2 RENAME TO officer;
CREATE INDEX officers_of_office ON officer (office);

-- Whoever logs in: `name` is the tax code of an administrator, a User ID, or an officer's id.
CREATE TABLE account (
  name            TEXT PRIMARY KEY,
  kind            TEXT NOT NULL CHECK (kind = 'admin' OR kind = 'user' OR kind = 'officer'),
  tax_code        TEXT REFERENCES company,  -- NULL for officers
  certificate     BLOB NOT NULL,            -- issuer_serial
  password        BLOB NOT NULL,            -- its Argon2id hash, sealed; empty: none yet
  password_number INTEGER NOT NULL,         -- counts the passwords: a deed names the one that it changes
  password_state  TEXT NOT NULL CHECK (password_state = 'none' OR password_state = 'default' OR password_state = 'own'),
  password_until  TEXT NOT NULL,            -- a default one that nobody changed ends then; '' never
  effective_at    TEXT NOT NULL,
  ended_at        TEXT NOT NULL,            -- '' while it is open
  last_login      TEXT NOT NULL,
  person          BLOB NOT NULL             -- name, identity number, e-mail; sealed
) STRICT, WITHOUT ROWID;
CREATE INDEX accounts_of_company ON account (tax_code, kind, name);
CREATE INDEX accounts_by_beginning ON account (tax_code, kind, effective_at);
CREATE INDEX accounts_of_certificate ON account (certificate);
CREATE UNIQUE INDEX one_user_per_certificate ON account (certificate) WHERE kind = 'user' AND ended_at = '';

-- New, changed and cancelled users and terminals, as a company asks for them.
CREATE TABLE application (
  id          TEXT PRIMARY KEY,             -- 128 random bits in hex
  tax_code    TEXT NOT NULL REFERENCES company,
  office      TEXT NOT NULL,
  state       TEXT NOT NULL CHECK (state = 'draft' OR state = 'sent' OR state = 'seconded' OR state = 'returned'
                                   OR state = 'approved' OR state = 'effective' OR state = 'rejected'
                                   OR state = 'withdrawn'),
  version     INTEGER NOT NULL,             -- counts what was saved: a decision names the one that was looked at
  changed_at  TEXT NOT NULL,
  sent_at     TEXT NOT NULL,
  decided_at  TEXT NOT NULL,
  effective_at TEXT NOT NULL,
  decided_by  TEXT NOT NULL,
  seconded_by TEXT NOT NULL,
  company_key TEXT NOT NULL,                -- the company's name as queues look for it and order by it
  body        BLOB NOT NULL                 -- sealed
) STRICT, WITHOUT ROWID;
CREATE INDEX applications_of_company ON application (tax_code, changed_at);
CREATE INDEX applications_of_state ON application (tax_code, state, changed_at);
-- What waits, in each order of the queue, with all that its filter and its total ask for.
CREATE INDEX waiting_applications ON application (office, sent_at, id, state, tax_code, company_key)
  WHERE state = 'sent' OR state = 'seconded';
CREATE INDEX waiting_by_company ON application (office, company_key, id, state)
  WHERE state = 'sent' OR state = 'seconded';
CREATE INDEX waiting_by_tax_code ON application (office, tax_code, id, state)
  WHERE state = 'sent' OR state = 'seconded';
CREATE INDEX applications_to_take_effect ON application (effective_at) WHERE state = 'approved';

-- Whom applications and users speak of, by a keyed hash: the same person elsewhere is found without telling who it is.
CREATE TABLE identity (
  key      BLOB NOT NULL,
  what     TEXT NOT NULL,                   -- id of an application, or User ID
  tax_code TEXT NOT NULL,
  PRIMARY KEY (key, what)
) STRICT, WITHOUT ROWID;
CREATE INDEX identities_of ON identity (what);

CREATE TABLE terminal (
  id            TEXT PRIMARY KEY,           -- 6 capitals and digits
  tax_code      TEXT NOT NULL REFERENCES company,
  key           BLOB NOT NULL,              -- hash of its access key; empty: nobody read one yet
  key_number    INTEGER NOT NULL,
  old_key       BLOB NOT NULL,
  old_until     TEXT NOT NULL,
  certificate   BLOB NOT NULL,              -- issuer_serial the key is bound to; empty: not yet
  readable_until TEXT NOT NULL,             -- a key that nobody fetched by then is not given out any more
  effective_at  TEXT NOT NULL,
  ended_at      TEXT NOT NULL,
  application   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX terminals_of_company ON terminal (tax_code, id);
CREATE INDEX terminals_by_beginning ON terminal (tax_code, effective_at);

-- A principal lets a broker act for it.
CREATE TABLE delegation (
  id            TEXT PRIMARY KEY,           -- the first 128 bits, in hex, of the digest of the deed that gave it
  principal     TEXT NOT NULL REFERENCES company,
  broker        TEXT NOT NULL,              -- a tax code
  user          TEXT NOT NULL,              -- one User ID of the broker; '' any of its users
  scope         TEXT NOT NULL,              -- canonical JSON: directions, acts, offices
  agent_code    TEXT NOT NULL,
  employee_code TEXT NOT NULL,
  since         TEXT NOT NULL,
  until         TEXT NOT NULL,
  revoked_at    TEXT NOT NULL               -- '' while it was not
) STRICT, WITHOUT ROWID;
CREATE INDEX delegations_of_principal ON delegation (principal, since);
CREATE INDEX delegations_of_broker ON delegation (broker, since);
CREATE INDEX delegations_to_broker ON delegation (broker, principal);

-- Everything that a person signed, other than a filing, and the founding of the first operator: in order, each with a leaf.
CREATE TABLE deed (
  seq         INTEGER PRIMARY KEY,
  kind        TEXT NOT NULL,
  at          TEXT NOT NULL,
  account     TEXT NOT NULL,                -- who
  company     TEXT NOT NULL,                -- for whom; '' for nobody's
  certificate TEXT NOT NULL,                -- its SHA-256; '' for the founding of the first operator
  delegation  TEXT NOT NULL,
  digest      BLOB NOT NULL UNIQUE,         -- SHA-256 of the text: nothing is carried out twice
  leaf        BLOB NOT NULL,
  sealed      BLOB NOT NULL                 -- salt, text, signature, outcome
) STRICT;
-- Each filter of the record, and each two together: whoever has few deeds does not look through everybody's.
CREATE INDEX deeds_of_company ON deed (company, seq);
CREATE INDEX deeds_of_company_and_kind ON deed (company, kind, seq);
CREATE INDEX deeds_of_company_and_account ON deed (company, account, seq);
CREATE INDEX deeds_of_account ON deed (account, seq);
CREATE INDEX deeds_of_account_and_kind ON deed (account, kind, seq);
CREATE INDEX deeds_of_kind ON deed (kind, seq);

-- What an officer looked at, and in which version: nothing is approved unseen.
CREATE TABLE look (
  officer     TEXT NOT NULL,
  what        TEXT NOT NULL,
  version     INTEGER NOT NULL,
  at          TEXT NOT NULL,
  PRIMARY KEY (officer, what, version)
) STRICT, WITHOUT ROWID;
