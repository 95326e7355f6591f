import { findInRepository } from './repository';

/** The folder of generated migrations. */
export function migrationsFolder(): string {
  const found = findInRepository('libs', 'store', 'migrations');
  if (!found)
    throw new Error(`cannot find libs/store/migrations above ${process.cwd()}: start Assay in its repository`);
  return found;
}
