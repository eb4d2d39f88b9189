-- Version 7: a job that comes touches fewer pages of the file; each of them is written, and waited for, before it is answered.

-- Nothing goes by the time of creation: numbers tell what is newer.
DROP INDEX idx_created_at;

-- Pending jobs are found by the table queue, and enter these when they are claimed.
DROP INDEX idx_status;
DROP INDEX idx_status_context;
CREATE INDEX idx_status ON jobs (status) WHERE status <> 'pending';
CREATE INDEX idx_status_context ON jobs (status, context) WHERE status <> 'pending';

-- No pending job has a number below that of the first in the queue: where that is not so, all of them get new ones.
UPDATE jobs SET rowid = numbered.number
    FROM (
        SELECT job_id, (SELECT max(rowid) FROM jobs) + row_number() OVER (ORDER BY id) AS number FROM queue
    ) AS numbered
    WHERE numbered.job_id = jobs.id AND EXISTS (
        SELECT 1 FROM (
            SELECT jobs.rowid < lag(jobs.rowid) OVER (ORDER BY queue.id) AS out_of_order
                FROM queue JOIN jobs ON jobs.id = queue.job_id
        ) WHERE out_of_order
    );

INSERT INTO schema_version (version) VALUES (7);
