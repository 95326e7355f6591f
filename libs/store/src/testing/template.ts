import 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    databaseServer: string;
  }
}

/** Name of the migrated database that test databases are copied from. */
export const TEMPLATE = 'assay_template';
