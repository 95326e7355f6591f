import { type BackboneConfig, InputError, parseOrExplain, WeightsInput } from '@assay/contracts';
import { requireBackbone } from './backboneNames';
import { recogniseEfficientNet } from './efficientNet';
import type { Shapes } from './names';
import { recogniseResnet } from './resnet';
import type { Hints, Source } from './source';
import { recogniseVit } from './vit';
import { readHeader } from './weightsHeader';

/** Whose names we know, in the order of asking. */
const KINDS: readonly ((shapes: Shapes, hints: Hints) => Source | undefined)[] = [
  recogniseResnet,
  recogniseVit,
  recogniseEfficientNet,
];

/**
 * What network a file of weights holds: by the names and shapes of its tensors, or, for a file of our own, by its header.
 *
 * @throws InputError when no network that we have is in it, or another one than `hints` says
 */
export function recogniseWeights(shapes: Shapes, metadata: Readonly<Record<string, string>>, hints: Hints): Source {
  const own = ownFacts(metadata);
  // Our own header says which of two networks of equal names it is.
  const asked = own?.backbone.kind === 'efficientnet' ? { ...hints, backbone: ownName(own.backbone) } : hints;
  const found = KINDS.map((recognise) => recognise(shapes, asked)).find((source) => source !== undefined);
  if (!found) {
    const names = [...shapes.keys()].slice(0, 4).join(', ');
    throw new InputError({
      where: 'weights',
      found: `no network that we have: its tensors are ${names || 'none'}${shapes.size > 4 ? ' …' : ''}`,
      fix: "torchvision's ResNet, timm's ViT and EfficientNet, DINO, MoCo v3 and MAE are known",
    });
  }
  if (own) requireSame(found, own);
  const source = own ? { ...found, ...own } : found;
  if (hints.backbone !== undefined) requireBackbone(hints.backbone, source.backbone);
  return { ...source, input: withHints(source.input, hints) };
}

/** What a header of ours says beyond the tensors must not contradict them. */
function requireSame(found: Source, own: Pick<Source, 'backbone' | 'input'>): void {
  const facts: Readonly<Record<string, unknown>>[] = [found, own].map(({ backbone, input }) => ({
    ...backbone,
    channels: input.channels,
    // The size of the pictures is in the tensors of a vision transformer alone.
    size: backbone.kind === 'vit' ? input.size : 0,
  }));
  const [inTensors, inHeader] = facts;
  const shared = ['kind', 'depth', 'width', 'stem', 'attention', 'patch', 'variant', 'channels', 'size'];
  const wrong = shared.find((key) => inTensors?.[key] !== inHeader?.[key]);
  if (wrong === undefined) return;
  const text = `its header says ${wrong} ${inHeader?.[wrong]}, its tensors ${inTensors?.[wrong]}`;
  throw new InputError({ where: 'weights', found: text, fix: 'export it again' });
}

function withHints(input: WeightsInput, { mean, std, size }: Hints): WeightsInput {
  const changed = {
    ...input,
    ...(mean ? { mean: [...mean] } : {}),
    ...(std ? { std: [...std] } : {}),
    ...(size === undefined ? {} : { size }),
  };
  return parseOrExplain(WeightsInput, changed, '--mean, --std, --size');
}

function ownFacts(metadata: Readonly<Record<string, string>>): Pick<Source, 'backbone' | 'input'> | undefined {
  const { backbone, input } = readHeader(metadata);
  return backbone && input ? { backbone, input } : undefined;
}

function ownName(backbone: BackboneConfig): string | undefined {
  if (backbone.kind !== 'efficientnet') return undefined;
  return `${backbone.convention === 'tensorflow' ? 'tf_' : ''}efficientnet_${backbone.variant}`;
}
