/** A tensor of somebody's file, as float32, whatever it was there. */
export type WeightsArray = { shape: number[]; data: Float32Array };

export const WEIGHTS_FORMATS = ['safetensors', 'torch', 'torch-legacy', 'keras'] as const;
export type WeightsFormat = (typeof WEIGHTS_FORMATS)[number];

/** What a file of weights holds. */
export type WeightsFile = {
  format: WeightsFormat;
  /** Texts of a safetensors header; empty elsewhere. */
  metadata: Record<string, string>;
  /** By the file's own names, in its order. */
  tensors: Map<string, WeightsArray>;
  /** What was chosen among several and what was left unread, a sentence each. */
  notes: string[];
};

/** A file that is no weights file, is damaged, or asks for more than tensors. The message is one line, whatever names it repeats. */
export class WeightsFileError extends Error {
  override readonly name = 'WeightsFileError';

  constructor(message: string, options?: ErrorOptions) {
    super(oneLine(message), options);
  }
}

const LINE_MAX = 600;

/** Names in a file are its author's: they may be long, and hold what a terminal would obey. */
function oneLine(text: string): string {
  const line = text.length > LINE_MAX ? `${text.slice(0, LINE_MAX)} …` : text;
  return line.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, (character) => JSON.stringify(character).slice(1, -1));
}

/**
 * Values that all tensors of a file may have together. A value takes a byte at least, and some tensors share their bytes;
 * a file that asks for far more than it holds would fill the memory.
 */
export function createBudget(fileBytes: number): (values: number, name: string) => void {
  let left = 4 * fileBytes + 1024;
  return (values, name) => {
    left -= values;
    if (!(left >= 0)) throw new WeightsFileError(`${name}: more values than a file of ${fileBytes} bytes can mean`);
  };
}
