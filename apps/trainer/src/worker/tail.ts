import type { Readable } from 'node:stream';

const CHARACTERS_MAX = 8000;

/** Keeps the end of what a process says on its error stream. */
export function createTail(stream: Readable | null): { lastError(): string | undefined } {
  let text = '';
  stream?.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-CHARACTERS_MAX);
  });
  return {
    lastError() {
      const lines = text.split('\n').filter((line) => line.trim() !== '' && !/^\s+at /.test(line));
      return lines.findLast((line) => /error|fatal|terminate|cannot/i.test(line)) ?? lines.at(-1);
    },
  };
}
