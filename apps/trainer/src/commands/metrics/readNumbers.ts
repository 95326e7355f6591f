import { readFile } from 'node:fs/promises';
import { InputError } from '@assay/contracts';
import { parseJson } from '../../cli/jsonFile';

const FIX = 'predictions and truth are JSON';
/** Texts of JSON stay as they are; the bare words are what other languages write for what JSON has no number for. */
const BARE_NUMBERS = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g;

/**
 * A JSON file's value. Bare NaN and Infinity, as Python writes them, become texts, so that whoever expects a number there
 * can name the field.
 *
 * @throws InputError naming the file and, where it is no JSON, line and column
 */
export async function readValue(path: string): Promise<unknown> {
  const text = (await readText(path)).replace(/^\uFEFF/, '');
  try {
    return parseTolerantly(text);
  } catch {
    return parseJson(text, path, FIX);
  }
}

/** JSON whose bare NaN and Infinity become texts. @throws SyntaxError */
export function parseTolerantly(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return JSON.parse(text.replace(BARE_NUMBERS, (word) => (word.startsWith('"') ? word : `"${word}"`)));
  }
}

/** A JSON file's object. @throws InputError naming the file */
export async function readObject(path: string): Promise<Record<string, unknown>> {
  const value = await readValue(path);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InputError({ where: path, found: describe(value), fix: 'an object is expected' });
  }
  return { ...value };
}

/** The array at a field. @throws InputError */
export function arrayAt(value: unknown, where: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new InputError({
    where,
    found: value === undefined ? 'missing' : describe(value),
    fix: 'an array is expected',
  });
}

/** The finite number at a field. @throws InputError */
export function numberAt(value: unknown, where: string): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  const found =
    value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY ? String(value) : describe(value);
  throw new InputError({ where, found, fix: 'a finite number is expected' });
}

/** The index of a class at a field, from 0 below `classes`. @throws InputError */
export function classAt(value: unknown, where: string, classes: number): number {
  const label = numberAt(value, where);
  if (!Number.isInteger(label)) throw new InputError({ where, found: String(label), fix: 'a class is a whole number' });
  if (label >= 0 && label < classes) return label;
  const found = label < 0 ? `the negative label ${label}` : `the label ${label}`;
  throw new InputError({ where, found, fix: `${classes} classes are declared, from 0 to ${classes - 1}` });
}

/** What stands where something else was expected, in a few words. */
export function describe(value: unknown): string {
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return value;
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const words = {
      ENOENT: 'no such file',
      EISDIR: 'a folder',
      EACCES: 'may not be read',
      ERR_STRING_TOO_LONG: 'above 512 MB',
    };
    const found = Object.entries(words).find(([key]) => key === code)?.[1] ?? String(error);
    throw new InputError({ where: path, found, fix: 'name a JSON file' });
  }
}
