-- A queue as servers of schema version 1 left it, with the marks of several writers: times in three notations, jobs
-- that never got back from "processing", a cancelled job without its time, a result that is not JSON, queue rows that
-- do not match the jobs.

CREATE TABLE jobs (
    id TEXT PRIMARY KEY,
    context TEXT,
    hash TEXT,
    status TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    started_at TIMESTAMP,
    completed_at TIMESTAMP,
    result TEXT,
    error TEXT
);
CREATE INDEX idx_status ON jobs (status);
CREATE INDEX idx_created_at ON jobs (created_at);
CREATE INDEX idx_context ON jobs (context);
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

INSERT INTO jobs (id, context, hash, status, created_at, started_at, completed_at, result, error) VALUES
    ('done', 'scheduled', NULL, 'completed', '2025-12-13 10:00:00', '2025-12-13 10:00:01', '2025-12-13 10:00:03.5', '{"actions": 2}', NULL),
    ('odd', 'scheduled', NULL, 'completed', '2025-12-13T10:01:00Z', '2025-12-13T10:01:00Z', '2025-12-13T10:01:01Z', '{"ratio": NaN}', NULL),
    ('broken', 'on_added', 'aa', 'failed', '2025-12-13 10:02:00.123456', '2025-12-13 10:02:01', '2025-12-13 10:02:02', NULL, 'no qBittorrent'),
    ('lost', 'on_added', 'bb', 'processing', '2025-12-13 10:03:00', '2025-12-13 10:03:01', NULL, NULL, NULL),
    ('gone', NULL, NULL, 'cancelled', '2025-12-13 10:04:00', NULL, NULL, NULL, NULL),
    ('lost too', 'on_added', 'cc', 'processing', '2025-12-13 10:05:00', '2025-12-13 10:05:01', NULL, NULL, NULL),
    ('next', 'on_added', 'dd', 'pending', '2025-12-13 10:06:00', NULL, NULL, NULL, NULL),
    ('forgotten', 'on_added', 'ee', 'pending', '2025-12-13 10:07:00', NULL, NULL, NULL, NULL),
    ('last', '', NULL, 'pending', 'some day', NULL, NULL, NULL, NULL);
INSERT INTO queue (id, job_id) VALUES (7, 'next'), (8, 'last'), (9, 'gone');
