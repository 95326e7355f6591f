import { readFile } from 'node:fs/promises';
import { InputError, ProbeRunConfig, type RunConfig } from '@assay/contracts';
import { decodeWeights } from '@assay/engine/weights';
import type { ArtifactStore } from '@assay/store';
import { encodeTensors, prefixNames } from '../../apps/trainer/src/tasks/tensorFile';
import { mapWeights, requireFit } from '../../apps/trainer/src/weights/mapWeights';
import { describeNetwork } from '../../apps/trainer/src/weights/network';
import { recogniseWeights } from '../../apps/trainer/src/weights/recogniseWeights';
import { writeHeader } from '../../apps/trainer/src/weights/weightsHeader';
import type { Prepared } from './datasets';
import type { Order } from './orders';
import type { Plan } from './rows';
import { BACKBONES } from './settings';

/** The file with EfficientNet-Lite0's ImageNet weights, where somebody has one; in any form that `assay weights` reads. */
export function imagenetFile(): string | undefined {
  return process.env.ASSAY_IMAGENET_LITE0 || undefined;
}

type BaselineOrder = Pick<Extract<Order, { phase: 'hog' }>, 'phase'> | Omit<Imagenet, Common> | Omit<Frozen, Common>;
type Common = 'dataset' | 'seed' | 'threads' | 'workFolder';
type Frozen = Extract<Order, { phase: 'frozen' }>;
type Imagenet = Extract<Order, { phase: 'imagenet' }>;

/** What the process of a baseline's row is to do. */
export function baselineOrder(plan: Plan, dataset: Prepared): BaselineOrder {
  if (plan.method === 'hog') return { phase: 'hog' };
  const file = imagenetFile();
  if (plan.method === 'imagenet' && file !== undefined) return { phase: 'imagenet', file };
  if (plan.method !== 'random' || plan.backbone === 'none') throw new Error(`${plan.key} is no baseline`);
  const { backbone } = BACKBONES[plan.backbone];
  const { name } = dataset;
  return {
    phase: 'frozen',
    config: ProbeRunConfig.parse({
      task: 'probe',
      dataset: { name },
      input: dataset.input,
      backbone,
      seed: plan.seed,
    }),
  };
}

type Frame = Pick<Extract<RunConfig, { task: 'probe' }>, 'dataset' | 'input' | 'backbone' | 'seed'>;

/** Weights from elsewhere as a run starts from them, and the network and the input that they are for. */
export async function storeWeights(
  path: string,
  { artifacts, dataset }: { artifacts: Pick<ArtifactStore, 'put'>; dataset: Prepared },
): Promise<{ weights: string; frame: Frame }> {
  const bytes = await readFile(path).catch(() => {
    throw new InputError({
      where: 'ASSAY_IMAGENET_LITE0',
      found: `${path} cannot be read`,
      fix: 'name a file of weights',
    });
  });
  const file = decodeWeights(bytes);
  const source = recogniseWeights(file.tensors, file.metadata, {});
  const mapping = mapWeights({ tensors: file.tensors, source, ...describeNetwork(source) });
  requireFit(mapping, path);
  const named = [...mapping.tensors].map(([name, tensor]) => ({ name, ...tensor }));
  const { backbone, input } = source;
  const header = writeHeader({ backbone, input, missing: [] });
  const { digest } = await artifacts.put(encodeTensors(prefixNames('model', named), header));
  // At their own size: features of ImageNet say little of pictures much smaller than theirs.
  const probe = ProbeRunConfig.parse({
    task: 'probe',
    dataset: { name: dataset.name },
    input: { ...input, pack: input.size },
    backbone,
  });
  return { weights: digest, frame: probe };
}
