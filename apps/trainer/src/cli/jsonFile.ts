import { readFile } from 'node:fs/promises';
import { InputError } from '@assay/contracts';

/** A JSON file's value. @throws InputError that names the file and, when it is no JSON, line and column */
export async function readJsonFile(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    const found = error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'no such file' : String(error);
    throw new InputError({ where: path, found });
  });
  return parseJson(text.replace(/^\uFEFF/, ''), path);
}

/** @throws InputError that names line and column of the first character that cannot stand where it stands */
export function parseJson(text: string, path: string, fix = 'a config file is JSON'): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const offset = firstFault(text);
    const before = text.slice(0, offset).split('\n');
    const column = (before.at(-1) ?? '').length + 1;
    const found = offset >= text.length ? 'the text ends too early' : `unexpected ${JSON.stringify(text[offset])}`;
    throw new InputError({ where: `${path}:${before.length}:${column}`, found, fix });
  }
}

const LITERAL = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)/y;
const STRING = /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;
const SPACE = /[ \t\r\n]*/y;

/**
 * Where a text stops being JSON; the engine's own message gives no place for short texts. After each token it is known
 * what may follow, so that a stack of open brackets is all there is to remember.
 */
function firstFault(text: string): number {
  const open: ('{' | '[')[] = [];
  let at = 0;
  let expected: 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or end' = 'value';
  const match = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    if (!pattern.test(text)) return false;
    at = pattern.lastIndex;
    return true;
  };
  while (true) {
    match(SPACE);
    const character = text[at];
    if (character === undefined) return text.length;
    const inside = open.at(-1);
    if (expected === ':') {
      if (character !== ':') return at;
      at += 1;
      expected = 'value';
    } else if (expected === ', or end') {
      if (inside === undefined) return at;
      if (character === ',') expected = inside === '{' ? 'key' : 'value';
      else if (character === (inside === '{' ? '}' : ']')) open.pop();
      else return at;
      at += 1;
    } else if ((expected === 'key or }' && character === '}') || (expected === 'value or ]' && character === ']')) {
      open.pop();
      at += 1;
      expected = ', or end';
    } else if (expected === 'key' || expected === 'key or }') {
      if (!match(STRING)) return at;
      expected = ':';
    } else if (character === '{' || character === '[') {
      open.push(character);
      at += 1;
      expected = character === '{' ? 'key or }' : 'value or ]';
    } else if (match(STRING) || match(LITERAL)) expected = ', or end';
    else return at;
  }
}
