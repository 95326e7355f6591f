import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { InputError } from '@assay/contracts';
import { RECIPES } from '@assay/recipes';

/** @throws InputError when there is none, or when it is a folder */
export function requireFile(path: string): void {
  if (!existsSync(path)) throw new InputError({ where: path, found: 'no such file', fix: 'check the path' });
  if (!statSync(path).isFile()) throw new InputError({ where: path, found: 'not a file', fix: 'name each picture' });
}

/** Whether a config's file was named, and no recipe: what lies in the working directory hides no recipe. */
export function isConfigFile(source: string): boolean {
  if (source.endsWith('.json') || /[\\/]/.test(source)) return true;
  return RECIPES.every(({ name }) => name !== source) && existsSync(source) && statSync(source).isFile();
}

/** For before the work that fills the file. @throws InputError when it cannot be written: its folder is missing, or it is one */
export function requireWritable(option: string, path: string): void {
  if (!existsSync(dirname(path))) {
    throw new InputError({ where: option, found: `there is no folder ${dirname(path)}`, fix: 'make it first' });
  }
  if (existsSync(path) && statSync(path).isDirectory()) {
    throw new InputError({ where: option, found: `${path} is a folder`, fix: 'name a file in it' });
  }
}
