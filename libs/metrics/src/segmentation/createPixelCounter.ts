import { assertSameLength } from '../accuracy';

/** The class index that says "do not look here"; it counts in the truth alone. */
export const IGNORE = 255;
const BYTE = 256;

/** A pixel whose class is not among those declared. */
export class UndeclaredClassError extends RangeError {
  override readonly name = 'UndeclaredClassError';
  readonly pixel: number;
  readonly side: 'truth' | 'predictions';
  readonly class: number;

  constructor(found: { pixel: number; side: 'truth' | 'predictions'; class: number }, classes: number) {
    const what = found.side === 'truth' ? 'true' : 'predicted';
    super(`pixel ${found.pixel}: the ${what} class is ${found.class}, not among ${classes} classes`);
    this.pixel = found.pixel;
    this.side = found.side;
    this.class = found.class;
  }
}

export interface PixelCounter {
  /** How many pictures were added. */
  readonly pictures: number;
  /**
   * Adds a picture.
   *
   * @param truth class of each pixel, 255 where nobody looks
   * @param predicted class of each pixel; anything where nobody looks
   * @throws RangeError for unequal sizes, UndeclaredClassError for a class; nothing is added then
   */
  add(truth: Uint8Array, predicted: Uint8Array): void;
  /**
   * Pixels of all pictures, [classes][classes], rows = truth.
   *
   * @param counts how often each picture counts, for a bootstrap; without it each counts once
   */
  confusion(counts?: ArrayLike<number>): number[][];
}

/** The cells of a picture's confusion matrix that are not empty: few, however many classes there are. */
type Cells = { cells: Uint16Array; pixels: Uint32Array };

/**
 * Counts pixels by true and predicted class, picture by picture. What is kept of a picture are its counts, not its
 * pixels, so that a set may be of any size and a bootstrap by picture needs no second look.
 */
export function createPixelCounter(classes: number): PixelCounter {
  if (!(Number.isInteger(classes) && classes > 0 && classes < BYTE)) {
    throw new RangeError(`classes of pixels are from 1 to ${BYTE - 1}, not ${classes}`);
  }
  const kept: Cells[] = [];
  const table = new Uint32Array(BYTE * BYTE);
  return {
    get pictures() {
      return kept.length;
    },
    add(truth, predicted) {
      assertSameLength(truth, predicted);
      table.fill(0);
      for (let i = 0; i < truth.length; i++) {
        const cell = ((truth[i] ?? 0) << 8) | (predicted[i] ?? 0);
        table[cell] = (table[cell] ?? 0) + 1;
      }
      kept.push(readCells({ table, classes, truth, predicted }));
    },
    confusion(counts) {
      const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
      kept.forEach(({ cells, pixels }, picture) => {
        const weight = counts === undefined ? 1 : (counts[picture] ?? 0);
        if (weight === 0) return;
        cells.forEach((cell, k) => {
          const row = matrix[cell >> 8] ?? [];
          row[cell & 255] = (row[cell & 255] ?? 0) + weight * (pixels[k] ?? 0);
        });
      });
      return matrix;
    },
  };
}

type Reading = { table: Uint32Array; classes: number; truth: Uint8Array; predicted: Uint8Array };

function readCells({ table, classes, truth, predicted }: Reading): Cells {
  const cells: number[] = [];
  for (let cell = 0; cell < IGNORE * BYTE; cell++) {
    if (table[cell] === 0) continue;
    if (cell >> 8 >= classes || (cell & 255) >= classes) throw undeclared({ cell, classes, truth, predicted });
    cells.push(cell);
  }
  return { cells: Uint16Array.from(cells), pixels: Uint32Array.from(cells, (cell) => table[cell] ?? 0) };
}

type Undeclared = { cell: number; classes: number; truth: Uint8Array; predicted: Uint8Array };

function undeclared({ cell, classes, truth, predicted }: Undeclared): UndeclaredClassError {
  const [of, as] = [cell >> 8, cell & 255];
  const pixel = truth.findIndex((label, i) => label === of && predicted[i] === as);
  const found = of >= classes ? { side: 'truth' as const, class: of } : { side: 'predictions' as const, class: as };
  return new UndeclaredClassError({ pixel, ...found }, classes);
}
