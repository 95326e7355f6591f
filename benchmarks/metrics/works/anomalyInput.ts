import { join } from 'node:path';
import { createMapSet, createRandom, type MapSet } from '@assay/metrics';
import type { WorkInput } from '../messages';
import { readBuffer, writeNumbers } from './bytes';

const SIDE = 256;
const BLOBS = 4;
const BLOB_SIDE = 30;

/** Writes maps of 256 × 256 pixels, every other with four square anomalies. */
export function writeAnomalyInput(folder: string, pictures: number): WorkInput {
  const random = createRandom(3);
  const masks = new Uint8Array(pictures * SIDE * SIDE);
  for (let picture = 0; picture < pictures; picture += 2) drawBlobs(masks, picture, random);
  const maps = Float32Array.from(masks, (anomalous) => random() + random() + 0.6 * anomalous);
  return {
    maps: writeNumbers(join(folder, 'maps'), maps),
    masks: writeNumbers(join(folder, 'masks'), masks),
    pictures,
    side: SIDE,
  };
}

export type AnomalyArrays = { maps: Float32Array; masks: Uint8Array };

export function readAnomalyInput(input: WorkInput): AnomalyArrays {
  return {
    maps: new Float32Array(readBuffer(String(input.maps))),
    masks: new Uint8Array(readBuffer(String(input.masks))),
  };
}

/** All maps in a set. */
export function setOf({ maps, masks }: AnomalyArrays): MapSet {
  const set = createMapSet();
  const pixels = SIDE * SIDE;
  for (let start = 0; start < maps.length; start += pixels) {
    const [scores, mask] = [maps.subarray(start, start + pixels), masks.subarray(start, start + pixels)];
    set.add({ scores, mask, width: SIDE });
  }
  return set;
}

function drawBlobs(masks: Uint8Array, picture: number, random: () => number): void {
  for (let blob = 0; blob < BLOBS; blob++) {
    const [left, top] = [0, 1].map(() => Math.floor(random() * (SIDE - BLOB_SIDE)));
    for (let y = 0; y < BLOB_SIDE; y++) {
      const start = (picture * SIDE + (top ?? 0) + y) * SIDE + (left ?? 0);
      masks.fill(1, start, start + BLOB_SIDE);
    }
  }
}
