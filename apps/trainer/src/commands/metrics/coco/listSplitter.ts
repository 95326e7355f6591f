/** Cuts the text of a JSON list between its entries while it is being read. */
export interface ListSplitter {
  /** The entries that the bytes so far complete, without the list's brackets; null where they complete none. */
  push(chunk: Buffer): string | null;
  /** The entries after the last that were given; null where the bytes are no list from its first bracket to its last. */
  end(): string | null;
}

const [QUOTE, BACKSLASH, COMMA] = Buffer.from('"\\,');
const [OPEN_LIST, CLOSE_LIST, OPEN, CLOSE] = Buffer.from('[]{}');
const SPACE = 0x20;

/** Looks at brackets and quotes alone: whether the entries are JSON is seen when they are parsed. */
export function createListSplitter(): ListSplitter {
  /** Bytes of an entry that is not complete yet. */
  let rest: Buffer = Buffer.alloc(0);
  let depth = 0;
  let isInText = false;
  let isEscaped = false;
  let state: 'before' | 'within' | 'after' | 'broken' = 'before';
  let last = '';
  return {
    push(chunk) {
      const from = rest.length;
      const bytes = from === 0 ? chunk : Buffer.concat([rest, chunk]);
      let begin = 0;
      let cut = -1;
      for (let i = from; i < bytes.length && state !== 'broken'; i++) {
        const byte = bytes[i] ?? 0;
        if (isInText) {
          if (isEscaped) isEscaped = false;
          else if (byte === BACKSLASH) isEscaped = true;
          else if (byte === QUOTE) isInText = false;
        } else if (depth === 0) {
          if (byte <= SPACE) continue;
          state = state === 'before' && byte === OPEN_LIST ? 'within' : 'broken';
          depth = 1;
          begin = i + 1;
        } else if (byte === QUOTE) isInText = true;
        else if (byte === COMMA) {
          if (depth === 1) cut = i;
        } else if (byte === OPEN || byte === OPEN_LIST) depth++;
        else if (byte === CLOSE || byte === CLOSE_LIST) {
          depth--;
          if (depth > 0) continue;
          state = 'after';
          last = bytes.toString('utf8', cut < 0 ? begin : cut + 1, i);
        }
      }
      const text = cut < 0 || state === 'broken' ? null : bytes.toString('utf8', begin, cut);
      rest = bytes.subarray(cut < 0 ? begin : cut + 1);
      return text;
    },
    end: () => (state === 'after' ? last : null),
  };
}
