import type { BackboneConfig } from '@assay/contracts';
import type { FeedArray } from '../../augment/arrays';

/** Top left corner of a tile in pixels of the view. */
export type Corner = { top: number; left: number };

/** What tiles must be a multiple of: a ViT's patch. */
export function tileUnit(backbone: { kind: BackboneConfig['kind']; patch?: number | undefined }): number {
  return backbone.kind === 'vit' ? (backbone.patch ?? 1) : 1;
}

/** Boxes for `cropAndResize`, [tiles, 4]: top, left, bottom, right as shares of the view's side. */
export function tileBoxes(corners: readonly Corner[], side: number, inputSize: number): FeedArray {
  const data = Float32Array.from(
    corners.flatMap(({ top, left }) => [top, left, top + side, left + side]),
    (pixels) => pixels / inputSize,
  );
  return { data, shape: [corners.length, 4], dtype: 'float32' };
}
