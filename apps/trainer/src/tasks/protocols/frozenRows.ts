import type { Pack } from '@assay/data';
import type { Program } from '@assay/engine';
import { gatherRows } from '@assay/ssl-core';
import { evaluateRows } from '../evaluations';

/** Features of pictures, computed once. */
export type FrozenRows = {
  dimension: number;
  /** Features of these rows of the pack, in order. @throws Error for a row that was not computed */
  of(rows: Int32Array): Float32Array;
};

/** Runs the evaluation `features` of the program on each of the rows. */
export async function computeFrozenRows(
  program: Program,
  pack: Pack,
  { rows, dimension }: { rows: Int32Array; dimension: number },
): Promise<FrozenRows> {
  const { values } = await evaluateRows(program, 'features', pack, rows);
  const places = new Map([...rows].map((row, place) => [row, place]));
  return {
    dimension,
    of(asked) {
      const found = asked.map((row) => {
        const place = places.get(row);
        if (place === undefined) throw new Error(`no features of row ${row}`);
        return place;
      });
      return gatherRows(values, found, dimension);
    },
  };
}
