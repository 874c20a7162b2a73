/** How many cases a property test tries: 200, or 10 000 when LEDGERLINE_DEEP is set. */
export const propertyRuns = process.env.LEDGERLINE_DEEP ? 10_000 : 200;

/** What a test of that many cases may take. Units: ms. */
export const propertyTimeoutMs = process.env.LEDGERLINE_DEEP ? 900_000 : 20_000;
