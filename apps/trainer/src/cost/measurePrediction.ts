import { type ModelBundle, parseOrExplain, ModelBundle as Schema } from '@assay/contracts';
import { createRng } from '@assay/ssl-core';
import type { ArtifactStore } from '@assay/store';
import { loadNetwork } from '../backbones/loadNetwork';
import { createPredictor } from '../tasks/predictor';
import { decodeTensors } from '../tasks/tensorFile';

/** Pictures of a question: so many that a network is compiled for them, as `assay predict` does for many. */
const PICTURES = 65;
/** What is measured takes at least so long, or one round. */
const SECONDS_MIN = 0.4;
const ROUNDS_MAX = 50;

/** A stored model, by the digest of its `bundle.json`. */
export type StoredModel = { artifacts: Pick<ArtifactStore, 'read'>; bundle: string };

export async function readModelBundle({ artifacts, bundle }: StoredModel): Promise<ModelBundle> {
  return parseOrExplain(Schema, JSON.parse((await artifacts.read(bundle)).toString('utf8')), 'bundle.json');
}

/**
 * Milliseconds that the model takes for a decoded picture: the fastest round of its own batches, after one that warms up,
 * since whatever else the machine does only makes a round slower. The pictures are noise, which no model of ours is faster
 * on.
 */
export async function measurePrediction(model: StoredModel): Promise<number> {
  const bundle = await readModelBundle(model);
  if ('backbone' in bundle.config) await loadNetwork(bundle.config.backbone);
  const predictor = createPredictor(bundle, decodeTensors(await model.artifacts.read(bundle.tensors)), PICTURES);
  try {
    const { side, channels, batchSize } = predictor;
    const rng = createRng(0, 'cost');
    const pixels = Uint8Array.from({ length: batchSize * side * side * channels }, () => rng.int(256));
    const batch = { pixels, indices: new Int32Array(batchSize) };
    await predictor.predict([batch]);
    let fastest = Number.POSITIVE_INFINITY;
    const until = performance.now() + SECONDS_MIN * 1000;
    for (let round = 0; round === 0 || (round < ROUNDS_MAX && performance.now() < until); round++) {
      const begun = performance.now();
      await predictor.predict([batch]);
      fastest = Math.min(fastest, performance.now() - begun);
    }
    return fastest / batchSize;
  } finally {
    predictor.dispose();
  }
}
