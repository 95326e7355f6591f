import type { CocoTruth } from './readTruth';
import { resultBlocks } from './resultBlocks';
import { indexIn, numberIn, type Rows, rowAt } from './rows';

/** COCO results: what is the same for boxes and masks. */
export type CocoPredictions = { picture: Uint32Array; class: Uint32Array; score: Float64Array };

/**
 * Reads COCO results block by block.
 *
 * @param take gets each block with the indices of its pictures, and keeps what it needs of it
 * @throws InputError naming file, field and position
 */
export async function readPredictions(
  path: string,
  truth: CocoTruth,
  take: (rows: Rows, picture: Uint32Array) => void,
): Promise<CocoPredictions> {
  const blocks: CocoPredictions[] = [];
  for await (const rows of resultBlocks(path)) {
    const count = rows.rows.length;
    const block = { picture: new Uint32Array(count), class: new Uint32Array(count), score: new Float64Array(count) };
    for (let i = 0; i < count; i++) {
      const row = rowAt(rows, i);
      block.picture[i] = indexIn(rows, i, row, { field: 'image_id', ids: truth.pictures });
      block.class[i] = indexIn(rows, i, row, { field: 'category_id', ids: truth.classes });
      block.score[i] = numberIn(rows, i, row, 'score');
    }
    take(rows, block.picture);
    blocks.push(block);
  }
  const count = blocks.reduce((sum, { score }) => sum + score.length, 0);
  return {
    picture: join(
      blocks.map(({ picture }) => picture),
      new Uint32Array(count),
    ),
    class: join(
      blocks.map((block) => block.class),
      new Uint32Array(count),
    ),
    score: join(
      blocks.map(({ score }) => score),
      new Float64Array(count),
    ),
  };
}

/** Blocks of a column one after the other. */
export function join<Column extends Uint32Array | Float64Array>(blocks: readonly Column[], into: Column): Column {
  let at = 0;
  for (const block of blocks) {
    into.set(block, at);
    at += block.length;
  }
  return into;
}
