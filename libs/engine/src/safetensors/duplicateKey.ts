/**
 * A name that some object of a JSON text has twice, or undefined. `JSON.parse` keeps the last of them without a word, so
 * two readers may see two different tensors in one file.
 *
 * @param json a text that `JSON.parse` accepts
 */
export function duplicateKey(json: string): string | undefined {
  const open: Set<string>[] = [];
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (character === '{') open.push(new Set());
    else if (character === '[') open.push(new Set());
    else if (character === '}' || character === ']') open.pop();
    else if (character === '"') {
      const end = stringEnd(json, at);
      if (isKey(json, end)) {
        const key: unknown = JSON.parse(json.slice(at, end));
        const keys = open.at(-1);
        if (typeof key === 'string' && keys?.has(key)) return key;
        if (typeof key === 'string') keys?.add(key);
      }
      at = end - 1;
    }
  }
  return undefined;
}

/** The place after the closing quote. */
function stringEnd(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at + 1;
}

function isKey(json: string, end: number): boolean {
  let at = end;
  while (/\s/.test(json[at] ?? '')) at += 1;
  return json[at] === ':';
}
