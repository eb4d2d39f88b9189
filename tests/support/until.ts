/** Asks again and again, for up to 30 s. */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 30_000; Date.now() < end;) {
    if (await condition()) return;
    await Bun.sleep(20);
  }
  throw new Error("waited 30 s in vain");
}
