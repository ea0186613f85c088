-- Steps of transports in their company's feed: what a notice says beside what it is about.
ALTER TABLE notice ADD COLUMN step TEXT NOT NULL DEFAULT '';
ALTER TABLE notice ADD COLUMN state TEXT NOT NULL DEFAULT '';    -- after the step
ALTER TABLE notice ADD COLUMN version INTEGER NOT NULL DEFAULT 0;  -- how many steps it took then
