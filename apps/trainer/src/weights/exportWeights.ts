import { InputError } from '@assay/contracts';
import { type NamedTensor, tf, writeSafetensors } from '@assay/engine';
import { readWeightsFile } from '@assay/engine/weights';
import { createRng } from '@assay/ssl-core';
import type { TensorFile, TensorGroup } from '../tasks/tensorFile';
import { mapWeights } from './mapWeights';
import { describeNetwork, type NetworkFacts, openNetwork } from './network';
import { recogniseWeights } from './recogniseWeights';
import { writeHeader } from './weightsHeader';

export type Part = 'encoder' | 'all';

export type ExportRequest = NetworkFacts & { tensors: TensorFile; missing: readonly string[]; part: Part; out: string };

export type Parity = {
  /** What was compared, on how many pictures of noise. */
  output: 'features' | 'logits';
  pictures: number;
  largestDifference: number;
};

export type ExportAnswer = { out: string; tensors: number; classes: number | null; parity: Parity };

const PICTURES = 4;

/**
 * Writes a network's weights as torchvision or timm name them, so that their `load_state_dict` takes the file as it is; the
 * architecture and the preprocessing stand in the header, so that `assay weights import` takes it back. The written file is
 * read again and its network compared with the first one.
 *
 * @throws InputError for a network whose names nobody else has
 */
export async function exportWeights(request: ExportRequest): Promise<ExportAnswer> {
  const { backbone, input, tensors: file, missing, part, out } = request;
  if (backbone.kind === 'module') {
    throw new InputError({ where: 'backbone', found: 'a network of your own file', fix: 'its code names its tensors' });
  }
  if (missing.length > 0) {
    throw new InputError({
      where: 'weights',
      found: `${missing.length} of its tensors were never there: ${missing[0]} …`,
    });
  }
  const { wanted } = describeNetwork(request);
  const model = file.group('model');
  const head = part === 'all' ? headOf(model) : new Map();
  const encoder = new Map(wanted.flatMap(({ name }) => entryOf(model, name)));
  const named = [...encoder, ...head].map(([name, { shape, data }]): NamedTensor => {
    const outside = outsideName(name, backbone.kind);
    return { name: outside, dtype: 'F32', shape: [...shape], data: Float32Array.from(data) };
  });
  await writeSafetensors(out, named, { ...writeHeader({ backbone, input, missing: [] }), format: 'pt' });
  const parity = await compare(request, new Map([...encoder, ...head]));
  return { out, tensors: named.length, classes: head.get('head.bias')?.shape[0] ?? null, parity };
}

/** Our names are torchvision's and timm's already, but for the classifier. */
function outsideName(name: string, kind: 'resnet' | 'vit' | 'efficientnet'): string {
  const word = { resnet: 'fc', vit: 'head', efficientnet: 'classifier' }[kind];
  return name.startsWith('head.') ? `${word}.${name.slice('head.'.length)}` : name;
}

function headOf(model: TensorGroup): TensorGroup {
  return new Map(['head.weight', 'head.bias'].flatMap((name) => entryOf(model, name)));
}

function entryOf(model: TensorGroup, name: string): [string, { shape: readonly number[]; data: Float32Array }][] {
  const found = model.get(name);
  return found ? [[name, found]] : [];
}

/** The network in memory against the one in the file, on pictures of noise. */
async function compare({ backbone, input, out }: ExportRequest, model: TensorGroup): Promise<Parity> {
  const file = await readWeightsFile(out);
  const source = recogniseWeights(file.tensors, file.metadata, {});
  const { wanted, features } = describeNetwork(source);
  const { tensors, missing, extra } = mapWeights({ tensors: file.tensors, source, wanted, features });
  if (missing.length + extra.length > 0) throw new Error(`the written file does not fit: ${[...missing, ...extra][0]}`);
  const ours = outputs({ backbone, input }, model);
  const theirs = outputs(source, tensors);
  const differences = ours.map((value, i) => Math.abs(value - (theirs[i] ?? Number.NaN)));
  return {
    output: model.has('head.bias') ? 'logits' : 'features',
    pictures: PICTURES,
    largestDifference: differences.reduce((largest, value) => Math.max(largest, value), 0),
  };
}

function outputs(facts: NetworkFacts, weights: TensorGroup): Float32Array {
  const { size, channels } = facts.input;
  const random = createRng(0, 'export');
  const noise = Float32Array.from({ length: PICTURES * size * size * channels }, () => random.normal());
  const network = openNetwork(facts, weights);
  try {
    return tf.tidy(() => {
      const x_NHWC = tf.tensor4d(noise, [PICTURES, size, size, channels]);
      const features_ND = network.backbone.features(x_NHWC, { training: false });
      const out = network.head ? network.head.logits(features_ND, { training: false }) : features_ND;
      return Float32Array.from(out.dataSync());
    });
  } finally {
    network.dispose();
  }
}
