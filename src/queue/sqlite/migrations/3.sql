-- Version 3: jobs that explain themselves, and how much was deleted of late.

ALTER TABLE jobs ADD COLUMN trace INTEGER NOT NULL DEFAULT 0;

-- What counts against safety.max_deletions, over all jobs and restarts
CREATE TABLE deletions (
    at INTEGER NOT NULL,      -- Milliseconds since 1970
    torrents INTEGER NOT NULL
);
CREATE INDEX idx_deletions_at ON deletions (at);

INSERT INTO schema_version (version) VALUES (3);
