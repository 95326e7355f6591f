import type { Readable } from 'node:stream';

const CHARACTERS_MAX = 8000;
/** Places in a stack, and what the native runtime says of itself at its start. */
const NOISE = /^\s+at |^[IW]\d{4} |^WARNING: All log messages/;

/** Keeps the end of what a process says on its error stream, and finds the last line in it that tells of an error. */
export function createTail(stream: Readable | null): { lastError(): string | undefined } {
  let text = '';
  stream?.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-CHARACTERS_MAX);
  });
  return {
    lastError() {
      const lines = text.split('\n').filter((line) => line.trim() !== '' && !NOISE.test(line));
      return lines.findLast((line) => /error|fatal|terminate|cannot|abort/i.test(line));
    },
  };
}
