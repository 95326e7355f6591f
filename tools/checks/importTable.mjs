/**
 * Who may import whom: ARCHITECTURE.md's table, for the check. `ours` are packages of this repository, `types` those of
 * which only types may be taken, `others` foreign packages (a name or a scope), `node` whether Node's own modules may
 * be used ('door' = only in the files that `door` matches). There is no list of exceptions.
 *
 * @typedef {{ ours: string[], types?: string[], others: string[] | 'any', node: boolean | 'door', door?: RegExp,
 *   within?: Record<string, RegExp>, nodeNot?: RegExp }} Rule
 * @type {Record<string, Rule>}
 */
export const IMPORT_TABLE = {
  contracts: { ours: [], others: ['zod'], node: false },
  metrics: { ours: [], others: [], node: false },
  classical: { ours: ['metrics'], others: ['umap-js'], node: 'door', door: /^src\/worker/ },
  engine: { ours: [], others: ['@tensorflow'], node: true },
  'ssl-core': { ours: ['engine', 'metrics'], types: ['contracts'], others: ['@tensorflow'], node: false },
  data: { ours: ['contracts', 'metrics', 'classical'], others: ['sharp', 'fast-bmp'], node: true },
  store: { ours: ['contracts'], others: ['drizzle-orm', 'drizzle-kit', 'pg', 'minio'], node: true },
  recipes: { ours: ['contracts'], others: [], node: false },
  services: { ours: ['contracts', 'metrics', 'store', 'recipes'], others: [], node: true },
  trainer: {
    ours: ['contracts', 'metrics', 'classical', 'engine', 'ssl-core', 'data', 'store', 'recipes', 'services'],
    others: 'any',
    node: true,
  },
  dashboard: {
    ours: ['contracts', 'metrics', 'classical', 'store', 'services'],
    // Screens get their data through procedures: only the server's folder sees the database.
    within: { store: /^src\/server\//, services: /^src\/server\// },
    others: 'any',
    node: true,
    nodeNot: /^src\/(features|ui)\//,
  },
  'dashboard-e2e': {
    ours: ['contracts', 'metrics', 'store', 'services', 'recipes', 'data'],
    others: 'any',
    node: true,
  },
};

/** What the tests beside the code may use on top: fixtures are files, and randomness in them is fast-check's. */
export const TEST_PACKAGES = ['vitest', 'fast-check'];
export const IS_TEST = /(\.test\.tsx?$)|(^src\/(.*\/)?(testing|fixtures)\/)|(\.config\.[cm]?[jt]s$)/;
