import { constants, Database, SQLiteError, type Statement } from "bun:sqlite";
import { realpathSync, rmSync } from "node:fs";
import { AppError } from "../../errors.ts";
import { openFailure, storeFailure, syncFailure } from "./failure.ts";
import { createLogSync } from "./log-sync.ts";

export type SqlValue = string | number | null;

/** SQLite as the queue needs it, and the only door to it: another runtime brings another driver. */
export interface SqliteDriver {
  readonly path: string;
  /** Rows as SQLite gives them; the caller checks what they are. */
  all(sql: string, ...values: SqlValue[]): readonly unknown[];
  /** The first row, or undefined. */
  get(sql: string, ...values: SqlValue[]): unknown;
  /** How many rows were changed. */
  run(sql: string, ...values: SqlValue[]): number;
  /** Several statements, without values. */
  script(sql: string): void;
  /**
   * All of the work or none of it, on disk when this returns. Every write goes through here, or through `unsynced`: a
   * statement with RETURNING that commits by itself does so after its row was handed out, where a full disk goes unnoticed.
   */
  transaction<T>(work: () => T): T;
  /**
   * As `transaction`, but the disk is not waited for: until `synced` resolves, a power cut may take it, though no crash of ours
   * can.
   */
  unsynced<T>(work: () => T): T;
  /** Resolves when all that was committed before is on disk. Until then this thread is free. */
  synced(): Promise<void>;
  /** False once SQLite has found damage, or the disk has failed it. */
  isSound(): boolean;
  close(): void;
}

const DAMAGE = /^SQLITE_(CORRUPT|NOTADB|IOERR)/;

/**
 * Of the log, 16 MB of it, before they go to the database. Four times as many as is usual: jobs come to the same few pages, and
 * each of these is then copied, and waited for, a quarter as often.
 */
const LOG_PAGES = 4_000;

/** How long another server may take to let go of the file: one that is being replaced is on its way out. */
const BUSY_MS = 200;

/**
 * Opens or creates the file and locks out every other process until closed; the lock ends with the process, however it
 * ends. WAL with synchronous=FULL: a commit that returned survives a power cut, but for `unsynced`. The auto_vacuum mode only
 * takes effect here for a new file.
 */
export function openExclusively(path: string): SqliteDriver {
  const driver = open(path, { readwrite: true, create: true }, [
    "PRAGMA locking_mode = EXCLUSIVE",
    "PRAGMA auto_vacuum = INCREMENTAL",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    `PRAGMA wal_autocheckpoint = ${LOG_PAGES}`,
    // The lock is taken by the first access and then kept.
    "BEGIN IMMEDIATE",
    "COMMIT",
  ]);
  // Of those who only looked at the file; who has it to himself keeps this index in memory.
  rmSync(`${path}-shm`, { force: true });
  return driver;
}

/** Opens a file that may be anybody's, to look at it without changing a byte. */
export function openToInspect(path: string): SqliteDriver {
  return open(path, { readonly: true }, ["SELECT 1 FROM sqlite_schema"]);
}

/**
 * Opens a file that nobody has open, to look at it: unlike with `openToInspect`, SQLite makes no files beside it. What a
 * server that died has left in such files is not seen.
 */
export function openAlone(path: string): SqliteDriver {
  const { SQLITE_OPEN_READONLY, SQLITE_OPEN_URI } = constants;
  return open(`${Bun.pathToFileURL(path).href}?immutable=1`, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, [], path);
}

/**
 * Whether another server has the file, found out without making a file or holding a lock. Who wants a file for himself that
 * he has opened to read is refused before he gets further: as busy where somebody has it, and otherwise since a lock for
 * writing is not to be had for reading.
 */
export function isInUse(path: string): boolean {
  try {
    open(path, { readonly: true }, ["PRAGMA locking_mode = EXCLUSIVE", "SELECT 1 FROM sqlite_schema"]).close();
    return false;
  } catch (error) {
    return error instanceof AppError && error.cause instanceof SQLiteError && error.cause.code === "SQLITE_BUSY";
  }
}

type Mode = number | { readonly readonly?: true; readonly readwrite?: true; readonly create?: true };

/** `name`: what SQLite is told to open, where that is not just the path. */
function open(name: string, mode: Mode, setup: readonly string[], path = name): SqliteDriver {
  let database: Database | undefined;
  try {
    database = new Database(name, typeof mode === "number" ? mode : { ...mode, strict: true });
    for (const sql of [`PRAGMA busy_timeout = ${BUSY_MS}`, ...setup]) database.run(sql);
    return createDriver(path, database);
  } catch (error) {
    database?.close();
    throw error instanceof SQLiteError ? openFailure(path, error.code ?? "", error) : error;
  }
}

function createDriver(path: string, database: Database): SqliteDriver {
  const statements = new Map<string, Statement<unknown, SqlValue[]>>();
  const log = createLogSync(() => `${realpathSync(path)}-wal`);
  let closed = false;
  let isSound = true;
  /** Whether what is in the log is on the disk, or will be with the next sync: not after one that failed. */
  let isSure = true;

  function attempt<T>(work: () => T): T {
    if (closed)
      throw new AppError("queue_unavailable", `The job queue ${path} is closed`, {
        publicly: "The job queue is closed",
      });
    try {
      return work();
    } catch (error) {
      if (error instanceof SQLiteError && DAMAGE.test(error.code ?? "")) [isSure, isSound] = [false, false];
      throw (error instanceof SQLiteError ? storeFailure(path, error.code ?? "", error) : undefined) ?? error;
    }
  }

  function prepare(sql: string): Statement<unknown, SqlValue[]> {
    const statement = statements.get(sql) ?? database.prepare<unknown, SqlValue[]>(sql);
    statements.set(sql, statement);
    return statement;
  }

  function commit<T>(work: () => T): T {
    // The system takes the next sync of the log for a success, so all that is in it goes to the database itself first.
    if (!isSure) database.run("PRAGMA wal_checkpoint(TRUNCATE)");
    isSure = true;
    prepare("BEGIN IMMEDIATE").run();
    try {
      const outcome = work();
      prepare("COMMIT").run();
      return outcome;
    } catch (error) {
      // SQLite has already rolled back after some errors, a full disk among them.
      if (database.inTransaction) database.run("ROLLBACK");
      throw error;
    }
  }

  return {
    path,
    all: (sql, ...values) => attempt(() => prepare(sql).all(...values)),
    get: (sql, ...values) => attempt(() => prepare(sql).get(...values) ?? undefined),
    run: (sql, ...values) => attempt(() => prepare(sql).run(...values).changes),
    script: (sql) => attempt(() => void database.run(sql)),
    transaction: (work) => attempt(() => commit(work)),
    unsynced: (work) =>
      attempt(() => {
        database.run("PRAGMA synchronous = NORMAL");
        try {
          return commit(work);
        } finally {
          database.run("PRAGMA synchronous = FULL");
        }
      }),
    synced: async () => {
      try {
        await log.synced();
      } catch (error) {
        [isSure, isSound] = [false, false];
        throw syncFailure(path, error);
      }
    },
    isSound: () => isSound && !closed,
    close: () => {
      if (closed) return;
      closed = true;
      log.close();
      // A statement left open would keep the file locked.
      for (const statement of statements.values()) statement.finalize();
      database.close(true);
    },
  };
}
