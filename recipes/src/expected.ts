/** Measured by `npm run -s bench -- recipes scores`, written by benchmarks/recipes/writeExpected.ts. */
export const EXPECTED_TIMES: Readonly<Record<string, string>> = {};

export const EXPECTED_SCORES: Readonly<Record<string, string>> = {};
