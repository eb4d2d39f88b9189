export interface Checker {
  /** Runs one check, says how it went, and goes on either way. Returns whether it held. */
  readonly check: (what: string, verify: () => void | Promise<void>) => Promise<boolean>;
  readonly counts: () => { readonly passed: number; readonly failed: number };
}

export function createChecker(): Checker {
  let passed = 0;
  let failed = 0;
  return {
    async check(what, verify) {
      try {
        await verify();
        passed += 1;
        console.log(`ok      ${what}`);
        return true;
      } catch (error) {
        failed += 1;
        const reason = error instanceof Error ? error.message : String(error);
        console.log(`FAILED  ${what}\n        ${reason.replaceAll("\n", "\n        ")}`);
        return false;
      }
    },
    counts: () => ({ passed, failed }),
  };
}
