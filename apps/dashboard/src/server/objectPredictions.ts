import 'server-only';
import type { Box, PredictedBox, PredictionsHeader } from '@assay/contracts';
import { createPixelCounter } from '@assay/metrics';
import type { ArtifactStore } from '@assay/store';
import { decodeGreyPng } from './greyPng';
import { keepRecent } from './keepRecent';
import { readPredictions } from './predictions';

export type BoxPicture = { picture: string; path: string; truth: Box[]; boxes: PredictedBox[] };

export type MaskPicture = {
  picture: string;
  path: string;
  truthMask: string;
  mask: string;
  /** Confusion matrix of its pixels, row by row, rows = truth. */
  counts: number[];
};

export type ObjectPredictions = Pick<PredictionsHeader, 'split' | 'classes' | 'scores' | 'threshold'> &
  ({ output: 'boxes'; pictures: BoxPicture[] } | { output: 'masks'; pictures: MaskPicture[] } | { output: 'none' });

/** The few that readers look at. */
const recent = keepRecent<ObjectPredictions>(4);

/** The objects of a predictions artifact as its lines have them; `none` where they hold scores alone. */
export function readObjects(artifacts: ArtifactStore, digest: string): Promise<ObjectPredictions> {
  return recent(digest, () => read(artifacts, digest));
}

async function read(artifacts: ArtifactStore, digest: string): Promise<ObjectPredictions> {
  const { header, lines } = await readPredictions(artifacts, digest);
  const { split, classes, scores, threshold, output } = header;
  const facts = { split, classes, scores, threshold };
  if (output === 'boxes') {
    const pictures = lines.map(({ item, path, truth, boxes = [] }) => ({
      picture: item,
      path,
      truth: truth.boxes ?? [],
      boxes,
    }));
    return { ...facts, output, pictures };
  }
  if (output === undefined) return { ...facts, output: 'none' };
  const pictures: MaskPicture[] = [];
  for (const { item, path, truth, mask } of lines) {
    if (truth.mask === undefined || mask === undefined) throw new Error(`${path}: no mask in its prediction`);
    const counts = await confusion(artifacts, { truth: truth.mask, mask, classes: classes.length });
    pictures.push({ picture: item, path, truthMask: truth.mask, mask, counts });
  }
  return { ...facts, output, pictures };
}

async function confusion(
  artifacts: ArtifactStore,
  { truth, mask, classes }: { truth: string; mask: string; classes: number },
): Promise<number[]> {
  const [expected, found] = await Promise.all(
    [truth, mask].map(async (digest) => decodeGreyPng(await artifacts.read(digest))),
  );
  const counter = createPixelCounter(classes);
  counter.add(expected?.data ?? new Uint8Array(), found?.data ?? new Uint8Array());
  return counter.confusion().flat();
}
