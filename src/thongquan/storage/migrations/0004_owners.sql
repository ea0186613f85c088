-- Which imports count together: a keyed hash of master bill and owner (decision 0030). NULL where nothing counts
-- together: exports, no master bill, erased. Books that exist are filled in by `storage/hashes.py` in the same
-- transaction, for the declarations are sealed.
ALTER TABLE declaration ADD COLUMN owned BLOB;
CREATE INDEX of_one_owner ON declaration (owned) WHERE owned IS NOT NULL;
