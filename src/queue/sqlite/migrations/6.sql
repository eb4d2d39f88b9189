-- Version 6: jobs that come round come once for each time, however often they are asked for.

-- One row for each entry of the schedule that had a turn
CREATE TABLE turns (
    series TEXT PRIMARY KEY,
    due INTEGER NOT NULL, -- Of the last turn, milliseconds since 1970
    job_id TEXT NOT NULL  -- The last, which may have been deleted since
) WITHOUT ROWID;

INSERT INTO schema_version (version) VALUES (6);
