import { readFileSync } from "node:fs";

import { until } from "../under-test/until.ts";

export interface Setup {
  readonly root: string;
  /** The folder mounted as /config. */
  readonly volume: string;
  /** `uid:gid` */
  readonly user: string;
  readonly env: Readonly<Record<string, string>>;
}

interface Result {
  readonly code: number;
  readonly output: string;
}

export interface Container {
  readonly ended: Promise<Result>;
  /** Runs a further command inside, as a container engine does for a health check. */
  exec(command: readonly string[]): Promise<Result>;
  /** SIGTERM to the program, as `docker stop` does. */
  terminate(): Promise<void>;
  kill(): void;
}

/**
 * A container engine in small: the program is process 1 of its own process and mount namespaces, has its user, and a root
 * that it cannot write to. The mounts exist in that namespace only and vanish with it. The network is the machine's.
 */
export function startContainer(setup: Setup, command: readonly string[]): Container {
  const { root, volume, user, env } = setup;
  const inNamespaces = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-eu", "-c", ENTER, "sh"];
  const options = { env: { ...env }, stdin: "ignore", stderr: "pipe" } as const;
  const child = Bun.spawn([...inNamespaces, root, volume, user, ...command], options);

  const exec = async (inside: readonly string[]) => {
    const [uid = "", gid = ""] = user.split(":");
    const target = ["nsenter", `--target=${await leader()}`, "--mount", "--pid", "--root", "--wd"];
    const words = [...target, `--setuid=${uid}`, `--setgid=${gid}`, "--", ...inside];
    return await resultOf(Bun.spawn(words, { ...options, timeout: 20_000 }));
  };

  // unshare itself does not pass signals on: the program is its only child
  const leader = () =>
    until(
      () => {
        const [pid] = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "utf8").split(" ");
        return pid ? Number(pid) : undefined;
      },
      { otherwise: "the program did not start", withinMs: 5_000 },
    );

  return {
    ended: resultOf(child),
    exec,
    terminate: async () => void process.kill(await leader(), "SIGTERM"),
    kill: () => child.kill("SIGKILL"),
  };
}

const ENTER = `
root=$1 volume=$2 user=$3
shift 3
mount --bind "$root" "$root"
mount -o remount,bind,ro "$root"
mount --bind "$volume" "$root/config"
mount -t proc proc "$root/proc"
mount -t tmpfs tmpfs "$root/dev"
for device in null zero full random urandom; do
  touch "$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
cd "$root"
exec chroot --userspec="$user" --groups="" . "$@"
`;

async function resultOf(child: Bun.Subprocess<"ignore", "pipe", "pipe">): Promise<Result> {
  const [output, errors] = await Promise.all([child.stdout.text(), child.stderr.text()]);
  return { code: await child.exited, output: output + errors };
}
