const { LEDGERLINE_DEEP: deep, LEDGERLINE_MUTATION: mutation } = process.env;

/** How many cases a property test tries: 200, or 10 000 when LEDGERLINE_DEEP is set, or 40 for each mutant of a mutation run. */
export const propertyRuns = deep ? 10_000 : mutation ? 40 : 200;

/** What a test of that many cases may take. Units: ms. */
export const propertyTimeoutMs = deep ? 900_000 : 20_000;
