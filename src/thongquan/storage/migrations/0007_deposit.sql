-- Accounts from which taxes are paid: the deposit of a company at an office, or the guarantee of a bank.
CREATE TABLE deposit_account (
  id          INTEGER PRIMARY KEY,
  kind        TEXT NOT NULL CHECK (kind = 'deposit' OR kind = 'guarantee'),
  company     TEXT NOT NULL,
  office      TEXT NOT NULL,
  number      TEXT NOT NULL,                -- of a guarantee
  opened_at   TEXT NOT NULL,
  opened_by   TEXT NOT NULL,
  ended_at    TEXT NOT NULL DEFAULT '',
  deed        INTEGER NOT NULL,             -- that opened it
  terms       TEXT NOT NULL                 -- canonical JSON: of a guarantee the particulars of the deed
) STRICT;
CREATE UNIQUE INDEX deposit_of ON deposit_account (company, office) WHERE kind = 'deposit';
CREATE UNIQUE INDEX guarantee_of ON deposit_account (number, office) WHERE kind = 'guarantee';
CREATE INDEX deposits_of_office ON deposit_account (office, company);

-- One row is one double entry; its kind says from which pot to which. Rows are added and never changed. What an account
-- holds after each is derived, and never less than nothing.
CREATE TABLE movement (
  seq         INTEGER PRIMARY KEY,
  account     INTEGER NOT NULL REFERENCES deposit_account,
  kind        TEXT NOT NULL CHECK (kind = 'top-up' OR kind = 'grant' OR kind = 'reserve' OR kind = 'settle'
              OR kind = 'charge' OR kind = 'release' OR kind = 'reverse' OR kind = 'pay-back'),
  at          TEXT NOT NULL,
  number      INTEGER NOT NULL,             -- the declaration as it was registered, or 0
  tax         TEXT NOT NULL,
  amount      INTEGER NOT NULL CHECK (amount > 0),
  available   INTEGER NOT NULL CHECK (available >= 0),
  reserved    INTEGER NOT NULL CHECK (reserved >= 0),
  receipt     INTEGER NOT NULL,             -- the tax receipt that it issues or voids, or 0
  cause       INTEGER NOT NULL              -- the act; the deed where it is of no declaration
) STRICT;
CREATE INDEX movements_of ON movement (account, seq);

-- How far the receipts of an office and a year are used up; also those that a restoring left out.
CREATE TABLE tax_receipt (
  office      TEXT NOT NULL,
  year        INTEGER NOT NULL,
  last        INTEGER NOT NULL,
  PRIMARY KEY (office, year)
) STRICT, WITHOUT ROWID;

-- References of the bank that were booked: each line counts once.
CREATE TABLE bank_line (
  office      TEXT NOT NULL,
  reference   TEXT NOT NULL,
  deed        INTEGER NOT NULL,
  PRIMARY KEY (office, reference)
) STRICT, WITHOUT ROWID;
