/** Asks again and again until there is an answer. */
export async function waitUntil<T>(
  what: string,
  withinMs: number,
  ask: () => T | undefined | Promise<T | undefined>,
): Promise<T> {
  const until = performance.now() + withinMs;
  while (performance.now() < until) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await Bun.sleep(50);
  }
  throw new Error(`Waited ${withinMs / 1000} s in vain until ${what}`);
}

/** The promise, or an error when it takes too long. */
export async function within<T>(what: string, withinMs: number, promise: Promise<T>): Promise<T> {
  const { promise: timeout, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`Waited ${withinMs / 1000} s in vain until ${what}`)), withinMs);
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
