-- Version 2: dry runs, claims, and a table that enforces what a status means.

ALTER TABLE jobs ADD COLUMN dry_run INTEGER NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN claim TEXT;       -- Token of the worker that runs the job
ALTER TABLE jobs ADD COLUMN position INTEGER; -- queue.id the job had when it was claimed: where it goes when it is put back

-- Every writer of version 1 had its own idea of a time. Now: ISO 8601, UTC, milliseconds; then text sorts as time.
UPDATE jobs SET
    created_at = coalesce(strftime('%Y-%m-%dT%H:%M:%fZ', created_at), '1970-01-01T00:00:00.000Z'),
    started_at = strftime('%Y-%m-%dT%H:%M:%fZ', started_at),
    completed_at = strftime('%Y-%m-%dT%H:%M:%fZ', completed_at);

-- Make true what the constraints below demand.
UPDATE jobs SET completed_at = coalesce(completed_at, started_at, created_at)
    WHERE status IN ('completed', 'failed', 'cancelled');
UPDATE jobs SET completed_at = NULL WHERE status IN ('pending', 'processing');
UPDATE jobs SET started_at = NULL WHERE status = 'pending';
UPDATE jobs SET result = json_object('result', result)
    WHERE CASE WHEN json_valid(result) THEN json_type(result) <> 'object' ELSE result IS NOT NULL END;
DELETE FROM queue WHERE job_id NOT IN (SELECT id FROM jobs WHERE status = 'pending');
INSERT INTO queue (job_id)
    SELECT id FROM jobs WHERE status = 'pending' AND id NOT IN (SELECT job_id FROM queue) ORDER BY rowid;

-- Jobs that were running have no row in queue: they are older than all that have one.
UPDATE jobs SET
    claim = 'version 1',
    position = -(SELECT count(*) FROM jobs AS later WHERE later.status = 'processing' AND later.rowid >= jobs.rowid)
    WHERE status = 'processing';

-- Added last, since SQLite takes a constraint for an existing table only with a column, and checks every row there is.
ALTER TABLE jobs ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0 -- How often the job was claimed
    CONSTRAINT known_status CHECK (status IN ('pending', 'processing', 'completed', 'failed', 'cancelled'))
    CONSTRAINT ended_has_time CHECK ((status IN ('completed', 'failed', 'cancelled')) = (completed_at IS NOT NULL))
    CONSTRAINT running_has_claim CHECK ((status = 'processing') = (claim IS NOT NULL));

-- An index ends with the rowid, and rowids grow with every insert: idx_status and idx_context already give a list newest first.
CREATE INDEX idx_status_context ON jobs (status, context);
-- For pruning and for the statistics, which it answers without touching the table.
CREATE INDEX idx_completed_at ON jobs (completed_at, status, started_at) WHERE completed_at IS NOT NULL;

INSERT INTO schema_version (version) VALUES (2);
