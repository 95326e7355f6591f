import 'server-only';
import type { ArtifactStore } from '@assay/store';
import { readEmbedding } from '~/embedding/embeddingBytes';
import { keepRecent } from './keepRecent';

/** The map of some pictures at one step. */
export type EmbeddingMap = {
  /** The artifact that it is from, which has the features too. */
  digest: string;
  step: number;
  pictures: string[];
  classes: string[];
  /** Class of each picture; -1 where it has none. */
  labels: number[];
  /** x and y of each picture in turn; empty where there are too few pictures for a map. */
  map: number[];
  trustworthiness: number | null;
};

/** Seven digits are more than a screen has. */
const DIGITS = 5;
/** Maps of a few runs. */
const recent = keepRecent<EmbeddingMap>(200);

/** Reads the map in an embedding's file. @throws InputError when it is none */
export function readEmbeddingMap(artifacts: Pick<ArtifactStore, 'read'>, digest: string): Promise<EmbeddingMap> {
  return recent(digest, async () => {
    const { header, labels, map } = readEmbedding(await artifacts.read(digest));
    const { step, pictures, classes, trustworthiness } = header;
    return {
      digest,
      step,
      pictures,
      classes,
      trustworthiness,
      labels: [...labels()],
      map: Array.from(map() ?? [], (value) => Number(value.toPrecision(DIGITS))),
    };
  });
}
