import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const SOURCES = ['libs/*/src', 'apps/*/src', 'recipes/src', 'tools', 'benchmarks'];
const databaseServer = here('libs/store/src/testing/globalSetup.ts');

/** Slow tests join in only when asked for: `npm run test:slow`. */
const hasSlow = process.env.ASSAY_SLOW_TESTS === '1';

// Set here, in the parent: the native runtime reads the environment that its process was started with.
process.env.TF_CPP_MIN_LOG_LEVEL ??= '3';
process.env.TF_ENABLE_ONEDNN_OPTS ??= '1';

const files = (ending: string) => SOURCES.map((folder) => `${folder}/**/*.${ending}.{ts,tsx}`);
const shared = { extends: true as const };

export default defineConfig({
  resolve: {
    alias: {
      '~': here('apps/dashboard/src'),
      // Next's markers throw outside its own bundler.
      'server-only': here('tools/checks/emptyModule.ts'),
      'client-only': here('tools/checks/emptyModule.ts'),
    },
  },
  oxc: { jsx: { runtime: 'automatic' } },
  test: {
    pool: 'forks',
    // Each process of the native engine takes at least 400 MB.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      {
        ...shared,
        test: {
          name: 'fast',
          include: files('test'),
          exclude: ['**/node_modules/**', ...['apart.test', 'db.test', 'slow.test'].flatMap(files)],
          // To load the engine and all modules anew for each file took a fifth of the time.
          isolate: false,
          setupFiles: [here('libs/engine/src/testing/oneThread.ts')],
        },
      },
      {
        // What needs a process of its own: the engine with more threads or lanes, or not open yet.
        ...shared,
        test: { name: 'apart', include: files('apart.test'), exclude: ['**/node_modules/**'] },
      },
      {
        ...shared,
        test: {
          name: 'database',
          include: files('db.test'),
          exclude: ['**/node_modules/**'],
          globalSetup: [databaseServer],
        },
      },
      ...(hasSlow
        ? [
            {
              ...shared,
              test: {
                name: 'slow',
                include: files('slow.test'),
                exclude: ['**/node_modules/**'],
                globalSetup: [databaseServer],
                testTimeout: 600_000,
              },
            },
          ]
        : []),
    ],
  },
});
