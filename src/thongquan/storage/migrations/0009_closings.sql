-- Days of the deposit accounts that an officer closed, each with form HQ 03 of its office. Never changed.
CREATE TABLE closed_day (
  office      TEXT NOT NULL,
  day         TEXT NOT NULL,                -- in Viet Nam
  year        INTEGER NOT NULL,
  ordinal     INTEGER NOT NULL,             -- of HQ 03: runs per office and year
  number      TEXT NOT NULL,                -- as it is printed
  closed_at   TEXT NOT NULL,
  closed_by   TEXT NOT NULL,
  says        TEXT NOT NULL,                -- canonical JSON: the particulars of the deed
  deed        INTEGER NOT NULL,
  PRIMARY KEY (office, day),
  UNIQUE (office, year, ordinal)
) STRICT, WITHOUT ROWID;

-- Form HQ 04 of each company whose account moved on that day.
CREATE TABLE closed_account (
  office      TEXT NOT NULL,
  day         TEXT NOT NULL,
  company     TEXT NOT NULL,
  year        INTEGER NOT NULL,
  ordinal     INTEGER NOT NULL,             -- runs per office, company and year
  number      TEXT NOT NULL,
  digest      TEXT NOT NULL,                -- SHA-256, in hex, of what the form says
  opening     INTEGER NOT NULL,
  closing     INTEGER NOT NULL,
  PRIMARY KEY (office, company, day),
  UNIQUE (office, company, year, ordinal)
) STRICT, WITHOUT ROWID;
