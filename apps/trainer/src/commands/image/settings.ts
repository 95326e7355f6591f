import { InputError, nearest } from '@assay/contracts';

/** Reads the text of one parameter; `where` is how its user would name it. @throws InputError */
export type Parser<T> = (text: string, where: string) => T;
export type Parsers = Readonly<Record<string, Parser<unknown>>>;
export type Settings<P extends Parsers> = { [K in keyof P]?: ReturnType<P[K]> };

/** `key=value` texts by an operation's parsers. @throws InputError naming the nearest known key, or what a value must be */
export function parseSettings<P extends Parsers>(parsers: P, texts: readonly string[]): Settings<P> {
  const settings: Record<string, unknown> = {};
  for (const text of texts) {
    const at = text.indexOf('=');
    const key = text.slice(0, at).trim();
    const parser = Object.hasOwn(parsers, key) ? parsers[key] : undefined;
    if (!parser) throw unknownKey(key, Object.keys(parsers));
    if (key in settings) throw new InputError({ where: `--set ${key}`, found: 'given twice', fix: 'keep one' });
    settings[key] = parser(text.slice(at + 1).trim(), `--set ${key}`);
  }
  return settings as Settings<P>; // each value comes from its own parser
}

function unknownKey(key: string, known: readonly string[]): InputError {
  const guess = nearest(key, known);
  const list = known.length === 0 ? 'it has none' : `one of ${known.join(', ')}`;
  return new InputError({
    where: '--set',
    found: `unknown parameter "${key}"`,
    fix: guess ? `did you mean "${guess}"?` : list,
  });
}

export type Range = { min: number; max: number };

export function whole({ min, max }: Range): Parser<number> {
  return (text, where) => wholeIn(text, where, { min, max });
}

export function odd({ min, max }: Range): Parser<number> {
  return (text, where) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max && value % 2 === 1) return value;
    throw refused(where, text, `an odd number from ${min} to ${max}`);
  };
}

export function number({ min, max }: Range): Parser<number> {
  return (text, where) => numberIn(text, where, { min, max });
}

export function wholes(range: Range): Parser<number[]> {
  return (text, where) => text.split(',').map((part) => wholeIn(part.trim(), where, range));
}

export function numbers(range: Range): Parser<number[]> {
  return (text, where) => text.split(',').map((part) => numberIn(part.trim(), where, range));
}

export function choice<T extends string>(options: readonly T[]): Parser<T> {
  return (text, where) => {
    const found = options.find((option) => option === text);
    if (found !== undefined) return found;
    // Two or three are soon read; among more, a slip of the keyboard is likelier.
    const guess = options.length > 3 ? nearest(text, options) : undefined;
    throw refused(where, text, guess ? `did you mean "${guess}"?` : `one of ${options.join(', ')}`);
  };
}

export const file: Parser<string> = (text, where) => {
  if (text !== '') return text;
  throw refused(where, text, 'a picture file');
};

function wholeIn(text: string, where: string, { min, max }: Range): number {
  const value = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw refused(where, text, `a whole number from ${min} to ${max}`);
}

function numberIn(text: string, where: string, { min, max }: Range): number {
  const value = text === '' ? Number.NaN : Number(text);
  if (value >= min && value <= max) return value;
  throw refused(where, text, `a number from ${min} to ${max}`);
}

function refused(where: string, text: string, fix: string): InputError {
  return new InputError({ where, found: `"${text}"`, fix });
}
