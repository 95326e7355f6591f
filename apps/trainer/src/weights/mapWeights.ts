import { InputError } from '@assay/contracts';
import type { WeightsArray } from '@assay/engine/weights';
import type { Source } from './source';

/** How the tensors of a file fit a network. Names of the network are ours, others the file's. */
export type Mapping = {
  /** By our names, the head's included. */
  tensors: Map<string, WeightsArray>;
  matched: string[];
  /** The network's tensors that the file lacks. */
  missing: string[];
  /** Tensors of the file that no part of the network takes, and those of another shape, with both shapes. */
  extra: string[];
  /** Tensors that only the network's training needed: counters, projectors, decoders, averaged copies. */
  leftOut: string[];
  /** Outputs of its classifier; null without one. */
  classes: number | null;
};

export type Wanted = { name: string; shape: readonly number[] };

/**
 * Gives each tensor of a file its place in a network.
 *
 * @param options.features width of the features, which a classifier must take
 * @throws InputError when two tensors of the file mean the same one
 */
export function mapWeights(options: {
  tensors: ReadonlyMap<string, WeightsArray>;
  source: Pick<Source, 'rename'>;
  wanted: readonly Wanted[];
  features: number;
}): Mapping {
  const { tensors, source, wanted, features } = options;
  const shapes = new Map(wanted.map(({ name, shape }) => [name, shape]));
  const mapping: Mapping = { tensors: new Map(), matched: [], missing: [], extra: [], leftOut: [], classes: null };
  for (const [name, tensor] of tensors) {
    const own = source.rename(name);
    if (own === null) mapping.leftOut.push(name);
    else if (own === undefined || !isKnown(own, shapes)) mapping.extra.push(name);
    else if (!fits(own, tensor, shapes, features)) {
      mapping.extra.push(`${name} [${tensor.shape}], not [${shapes.get(own) ?? `classes,${features}`}]`);
    } else if (mapping.tensors.has(own)) {
      throw new InputError({ where: 'weights', found: `${name} stands for ${own}, which another tensor is already` });
    } else mapping.tensors.set(own, tensor);
  }
  mapping.classes = takeHead(mapping);
  mapping.matched = [...mapping.tensors.keys()];
  mapping.missing = wanted.map(({ name }) => name).filter((name) => !mapping.tensors.has(name));
  return mapping;
}

/** @throws InputError that names the first tensors that do not fit */
export function requireFit({ matched, missing, extra }: Mapping, where: string): void {
  if (missing.length === 0 && extra.length === 0) return;
  const parts = [
    `${matched.length} tensors fit`,
    ...(missing.length > 0 ? [`${missing.length} missing: ${listed(missing)}`] : []),
    ...(extra.length > 0 ? [`${extra.length} extra: ${listed(extra)}`] : []),
  ];
  throw new InputError({ where, found: parts.join('; '), fix: '--partial takes what fits' });
}

/** The classifier's outputs; a head whose weight or bias is alone is none. */
function takeHead(mapping: Mapping): number | null {
  const weight = mapping.tensors.get('head.weight');
  const bias = mapping.tensors.get('head.bias');
  if (weight && bias && weight.shape[0] === bias.shape[0]) return weight.shape[0] ?? null;
  for (const name of ['head.weight', 'head.bias']) if (mapping.tensors.delete(name)) mapping.extra.push(name);
  return null;
}

function isKnown(name: string, shapes: ReadonlyMap<string, readonly number[]>): boolean {
  return shapes.has(name) || name === 'head.weight' || name === 'head.bias';
}

function fits(
  name: string,
  { shape }: WeightsArray,
  shapes: ReadonlyMap<string, readonly number[]>,
  features: number,
): boolean {
  const wanted = shapes.get(name);
  if (wanted) return String(wanted) === String(shape);
  return name === 'head.bias' ? shape.length === 1 : shape.length === 2 && shape[1] === features;
}

function listed(names: readonly string[]): string {
  return names.length > 4 ? `${names.slice(0, 4).join(', ')} and ${names.length - 4} more` : names.join(', ');
}
