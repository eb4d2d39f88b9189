import { AppError, describe } from "../../src/errors.ts";
import { loadSettings, type LoadRequest } from "../../src/config/load.ts";
import type { SettingKey } from "../../src/config/schema.ts";

type Files = Readonly<Record<string, string>>;

/** A disk of a few files. A path that ends with `/` is a folder; the content `EACCES` stands for a file without read access. */
function disk(files: Files = {}) {
  return {
    readFile(path: string): string {
      const text = files[path];
      if (text === undefined) throw fail("ENOENT");
      if (/^E[A-Z]+$/.test(text)) throw fail(text);
      return text;
    },
    isFolder: (path: string) => Object.keys(files).some((file) => file.startsWith(`${path.replace(/\/+$/, "")}/`)),
  };
}

export function load<const K extends SettingKey, const R extends K = never>(
  request: Omit<LoadRequest<K, R>, "flags" | "env"> &
    Partial<Pick<LoadRequest<K, R>, "flags" | "env">> & { files?: Files },
) {
  const { files = {}, ...rest } = request;
  return loadSettings<K, R>({ flags: {}, env: {}, ...disk(files), ...rest });
}

/** The text a person would see of the settings error; fails when there is none. */
export async function complaint(loading: Promise<unknown>): Promise<string> {
  const outcome = await loading.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(outcome instanceof AppError) || outcome.code !== "settings")
    throw new Error("expected a settings error", { cause: outcome });
  return describe(outcome);
}

function fail(code: string): Error {
  return Object.assign(new Error(`${code}: the system's own words`), { code });
}
