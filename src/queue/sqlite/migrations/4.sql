-- Version 4: what a pass was about to send and how far it came, so that a job that is cut off goes on without doubling.

ALTER TABLE jobs ADD COLUMN interrupted TEXT; -- Tokens of claims that were cut off after a request had begun, with commas

CREATE INDEX idx_claim ON jobs (claim) WHERE claim IS NOT NULL;
CREATE INDEX idx_interrupted ON jobs (interrupted) WHERE interrupted IS NOT NULL;

CREATE TABLE steps (
    claim TEXT NOT NULL,    -- Token of the claim
    number INTEGER NOT NULL,
    request TEXT NOT NULL,  -- JSON
    begun_at INTEGER,       -- Milliseconds since 1970
    done_at INTEGER,
    PRIMARY KEY (claim, number)
) WITHOUT ROWID;

INSERT INTO schema_version (version) VALUES (4);
