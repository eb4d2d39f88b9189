-- Version 5: how many jobs there are is known without counting them, however many that is.

CREATE TABLE counts (
    status TEXT NOT NULL,
    context TEXT NOT NULL, -- '=' and the context; '' for none
    jobs INTEGER NOT NULL,
    PRIMARY KEY (status, context)
) WITHOUT ROWID;

INSERT INTO counts (status, context, jobs)
    SELECT status, coalesce('=' || context, ''), count(*) FROM jobs GROUP BY 1, 2;

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

INSERT INTO schema_version (version) VALUES (5);
