import { InputError } from '@assay/contracts';
import { describe, readValue } from '../readNumbers';
import type { CocoTruth } from './readTruth';
import { indexIn, numberIn, type Rows, rowAt } from './rows';

/** COCO results: what is the same for boxes and masks. */
export type CocoPredictions = { rows: Rows; picture: Uint32Array; class: Uint32Array; score: Float64Array };

/** @throws InputError naming file, field and position */
export async function readPredictions(path: string, truth: CocoTruth): Promise<CocoPredictions> {
  const value = await readValue(path);
  if (!Array.isArray(value)) {
    throw new InputError({ where: path, found: describe(value), fix: 'COCO results are an array of objects' });
  }
  const rows: Rows = { path, list: '', rows: value };
  const picture = new Uint32Array(value.length);
  const klass = new Uint32Array(value.length);
  const score = new Float64Array(value.length);
  for (let i = 0; i < value.length; i++) {
    const row = rowAt(rows, i);
    picture[i] = indexIn(rows, i, row, { field: 'image_id', ids: truth.pictures });
    klass[i] = indexIn(rows, i, row, { field: 'category_id', ids: truth.classes });
    score[i] = numberIn(rows, i, row, 'score');
  }
  return { rows, picture, class: klass, score };
}
