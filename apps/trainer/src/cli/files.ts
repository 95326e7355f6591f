import { existsSync, statSync } from 'node:fs';
import { InputError } from '@assay/contracts';

/** @throws InputError when there is none, or when it is a folder */
export function requireFile(path: string): void {
  if (!existsSync(path)) throw new InputError({ where: path, found: 'no such file', fix: 'check the path' });
  if (!statSync(path).isFile()) throw new InputError({ where: path, found: 'not a file', fix: 'name each picture' });
}
