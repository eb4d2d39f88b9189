-- Version 7: one table. A job's number is its place, in lists and in the queue, so that no second table need say it again: a
-- job that comes touches fewer pages of the file, and each of them is written, and waited for, before it is answered.

CREATE TABLE jobs_7 (
    number INTEGER PRIMARY KEY AUTOINCREMENT, -- In the order jobs came; no number comes twice
    id TEXT NOT NULL UNIQUE,                  -- UUID
    context TEXT,                             -- Context filter (scheduled, on_added, etc.)
    hash TEXT,                                -- Optional torrent hash filter
    dry_run INTEGER NOT NULL DEFAULT 0,
    trace INTEGER NOT NULL DEFAULT 0,
    status TEXT NOT NULL,                     -- pending, processing, completed, failed, cancelled
    created_at TIMESTAMP NOT NULL,
    started_at TIMESTAMP,
    completed_at TIMESTAMP,
    attempts INTEGER NOT NULL DEFAULT 0,      -- How often the job was claimed
    claim TEXT,                               -- Token of the worker that runs the job
    interrupted TEXT,                         -- Tokens of claims that were cut off after a request had begun, with commas
    result TEXT,                              -- JSON
    error TEXT,                               -- Error message if failed
    -- One constraint that a new job passes with three looks: three of them took a third of the time that it takes to come in.
    CONSTRAINT known_state CHECK (CASE
        WHEN completed_at IS NOT NULL THEN claim IS NULL AND status IN ('completed', 'failed', 'cancelled')
        WHEN claim IS NOT NULL THEN status = 'processing'
        ELSE status = 'pending'
    END)
);

-- Those that have ended keep their number in lists; those that run or wait come after them, in their order in the queue. Only
-- these are sorted: of the others there may be a million, with all that came of them.
INSERT INTO jobs_7 (number, id, context, hash, dry_run, trace, status, created_at, started_at, completed_at, attempts, claim,
        interrupted, result, error)
    SELECT coalesce(place.number, jobs.rowid), jobs.id, context, hash, dry_run, trace, status, created_at, started_at,
        completed_at, attempts, claim, interrupted, result, error
    FROM jobs LEFT JOIN (
        SELECT active.id, (SELECT max(rowid) FROM jobs) + row_number() OVER (ORDER BY coalesce(position, queue.id)) AS number
        FROM jobs AS active LEFT JOIN queue ON queue.job_id = active.id
        WHERE active.completed_at IS NULL
    ) AS place ON place.id = jobs.id;

DROP TABLE queue;
DROP TABLE jobs;
ALTER TABLE jobs_7 RENAME TO jobs;

-- Every index ends with the number: these give a list newest first, and the first finds what is to be claimed.
CREATE INDEX idx_status ON jobs (status);
-- Only of those that have ended there are many, and a job that comes is in no more indexes than it needs.
CREATE INDEX idx_context ON jobs (context) WHERE completed_at IS NOT NULL;
CREATE INDEX idx_status_context ON jobs (status, context) WHERE completed_at IS NOT NULL;
-- For pruning and for the statistics, which it answers without touching the table.
CREATE INDEX idx_completed_at ON jobs (completed_at, status, started_at) WHERE completed_at IS NOT NULL;
CREATE INDEX idx_claim ON jobs (claim) WHERE claim IS NOT NULL;
CREATE INDEX idx_interrupted ON jobs (interrupted) WHERE interrupted IS NOT NULL;

CREATE TRIGGER count_new AFTER INSERT ON jobs BEGIN
    INSERT INTO counts (status, context, jobs) VALUES (new.status, coalesce('=' || new.context, ''), 1)
        ON CONFLICT (status, context) DO UPDATE SET jobs = jobs + 1;
END;

CREATE TRIGGER count_gone AFTER DELETE ON jobs BEGIN
    UPDATE counts SET jobs = jobs - 1 WHERE status = old.status AND context = coalesce('=' || old.context, '');
END;

CREATE TRIGGER count_changed AFTER UPDATE OF status ON jobs WHEN new.status <> old.status BEGIN
    UPDATE counts SET jobs = jobs - 1 WHERE status = old.status AND context = coalesce('=' || old.context, '');
    INSERT INTO counts (status, context, jobs) VALUES (new.status, coalesce('=' || new.context, ''), 1)
        ON CONFLICT (status, context) DO UPDATE SET jobs = jobs + 1;
END;

INSERT INTO schema_version (version) VALUES (7);
