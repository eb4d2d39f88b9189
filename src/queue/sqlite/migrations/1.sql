-- Version 1: the tables of the plan, as servers before this one wrote them.

CREATE TABLE jobs (
    id TEXT PRIMARY KEY,  -- UUID
    context TEXT,         -- Context filter (scheduled, on_added, etc.)
    hash TEXT,            -- Optional torrent hash filter
    status TEXT NOT NULL, -- pending, processing, completed, failed, cancelled
    created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    started_at TIMESTAMP,
    completed_at TIMESTAMP,
    result TEXT,          -- JSON serialized result
    error TEXT            -- Error message if failed
);
CREATE INDEX idx_status ON jobs (status);
CREATE INDEX idx_created_at ON jobs (created_at);
CREATE INDEX idx_context ON jobs (context);

-- Pending jobs only (ordered processing)
CREATE TABLE queue (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    job_id TEXT NOT NULL UNIQUE,
    priority INTEGER DEFAULT 0,
    FOREIGN KEY (job_id) REFERENCES jobs(id) ON DELETE CASCADE
);

CREATE TABLE schema_version (
    version INTEGER PRIMARY KEY,
    applied_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
);

INSERT INTO schema_version (version) VALUES (1);
