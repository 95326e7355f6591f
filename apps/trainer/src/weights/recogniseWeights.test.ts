import type { BackboneConfig } from '@assay/contracts';
import type { WeightsArray } from '@assay/engine/weights';
import { describe, expect, it } from 'vitest';
import { mapWeights, requireFit } from './mapWeights';
import { describeNetwork } from './network';
import { recogniseWeights } from './recogniseWeights';
import { checkpointTensors as tensorsOf } from './testing/checkpoints';

function fitOf(tensors: Map<string, WeightsArray>, backbone?: string) {
  const source = recogniseWeights(tensors, {}, { backbone });
  const mapping = mapWeights({ tensors, source, ...describeNetwork(source) });
  return { source, mapping };
}

const vit = { kind: 'vit', patch: 16, depth: 2, pool: 'token' } as const;

describe.each<[string, Partial<BackboneConfig> & Record<string, unknown>, number | null, string?]>([
  ['torchvision resnet18', { kind: 'resnet', depth: 18, width: 64, stem: 'imagenet' }, 1000],
  ['torchvision resnet50', { kind: 'resnet', depth: 50 }, 1000],
  ['timm resnet18', { kind: 'resnet', depth: 18 }, 1000],
  ['timm vit', { ...vit, width: 192, heads: 3, positions: 'learned' }, 1000],
  ['timm vit mean', { ...vit, width: 192, heads: 3, pool: 'mean' }, 1000],
  ['timm efficientnet_b0', { kind: 'efficientnet', variant: 'b0', convention: 'pytorch' }, 1000, 'efficientnet_b0'],
  ['timm efficientnet_lite0', { variant: 'lite0', convention: 'pytorch' }, 1000, 'efficientnet_lite0'],
  ['efficientnet-lite-pytorch lite0', { variant: 'lite0', convention: 'tensorflow' }, 1000],
  ['dino vit', { ...vit, width: 384, heads: 6, positions: 'learned' }, null],
  ['dino teacher', { ...vit, width: 384, heads: 6 }, null],
  ['moco-v3 vit', { ...vit, width: 384, heads: 12, positions: 'sincos' }, null],
  ['moco-v3 resnet', { kind: 'resnet', depth: 18 }, null],
  ['mae', { ...vit, width: 192, heads: 3, positions: 'sincos' }, null],
])('%s', (key, expected, classes, backbone) => {
  it('is recognised, and every tensor has its place', () => {
    const { source, mapping } = fitOf(tensorsOf(key), backbone);
    expect(source.backbone).toMatchObject(expected);
    expect(mapping.missing).toEqual([]);
    expect(mapping.extra).toEqual([]);
    expect(mapping.classes).toBe(classes);
    expect(mapping.matched.length + mapping.leftOut.length).toBe(tensorsOf(key).size);
  });
});

describe('what does not fit', () => {
  it('is refused by name, unless what fits is enough', () => {
    const tensors = tensorsOf('torchvision resnet18');
    tensors.delete('layer4.1.bn2.bias');
    tensors.set('layer9.weight', { shape: [1], data: new Float32Array(1) });
    tensors.set('conv1.weight', { shape: [64, 3, 5, 5], data: new Float32Array(0) });
    const { mapping } = fitOf(tensors);
    expect(mapping.missing).toEqual(['conv1.weight', 'layer4.1.bn2.bias']);
    expect(mapping.extra).toEqual(['conv1.weight [64,3,5,5], not [64,3,7,7]', 'layer9.weight']);
    expect(() => requireFit(mapping, 'a.pth')).toThrow(
      /a\.pth: 100 tensors fit; 2 missing: conv1\.weight, layer4\.1\.bn2\.bias; 2 extra: .*--partial/,
    );
  });

  it('is refused when no network is in it, or another than the name says', () => {
    const none = new Map([['a.weight', { shape: [2, 3], data: new Float32Array(6) }]]);
    expect(() => recogniseWeights(none, {}, {})).toThrow(/no network that we have: its tensors are a\.weight/);
    const tensors = tensorsOf('torchvision resnet18');
    expect(() => recogniseWeights(tensors, {}, { backbone: 'resnet50' })).toThrow(/resnet50 has depth 50, the file 18/);
    expect(() => recogniseWeights(tensors, {}, { backbone: 'vit_base_patch16' })).toThrow(/--backbone/);
    expect(() => recogniseWeights(tensors, {}, { backbone: 'alexnet' })).toThrow(/"alexnet"/);
    const names = tensorsOf('timm efficientnet_b0');
    expect(() => recogniseWeights(names, {}, {})).toThrow(/tf_efficientnet_b0 have the same names/);
  });

  it('is refused before a network is built that a few names ask for', () => {
    const few = new Map(
      [
        ['cls_token', [1, 1, 1024]],
        ['pos_embed', [1, 197, 1024]],
        ['patch_embed.proj.weight', [1024, 3, 16, 16]],
        ['blocks.0.attn.qkv.weight', [3072, 1024]],
        ['blocks.31.attn.qkv.weight', [1]],
      ].map(([name, shape]): [string, { shape: number[] }] => [String(name), { shape: shape as number[] }]), // as above
    );
    expect(() => recogniseWeights(few, {}, {})).toThrow(/blocks\.1\.attn\.qkv\.weight is missing/);
    const wide = tensorsOf('torchvision resnet18');
    wide.set('bn1.weight', { shape: [256], data: new Float32Array(0) });
    expect(() => recogniseWeights(wide, {}, {})).toThrow(/of 256 channels whose layer4/);
    const header = {
      backbone: JSON.stringify({ kind: 'resnet', depth: 18, width: 128 }),
      input: JSON.stringify({ size: 224, channels: 3, resize: 'stretch', mean: [0], std: [1] }),
    };
    expect(() => recogniseWeights(tensorsOf('torchvision resnet18'), header, {})).toThrow(
      /its header says width 128, its tensors 64/,
    );
    const heads = { backbone: 'vit_tiny_patch16_heads5' };
    expect(() => recogniseWeights(tensorsOf('timm vit'), {}, heads)).toThrow(/width must be a multiple of heads/);
  });

  it('is refused when two tensors mean one', () => {
    const tensor = { shape: [2], data: new Float32Array(2) };
    const tensors = new Map([
      ['a', tensor],
      ['b', tensor],
    ]);
    const wanted = [{ name: 'same', shape: [2] }];
    expect(() => mapWeights({ tensors, source: { rename: () => 'same' }, wanted, features: 1 })).toThrow(
      /b stands for same, which another tensor is already/,
    );
  });
});

describe('preprocessing', () => {
  it("is ImageNet's unless said otherwise, and Lite0's own", () => {
    const tensors = tensorsOf('torchvision resnet18');
    expect(recogniseWeights(tensors, {}, {}).input).toMatchObject({ size: 224, mean: [0.485, 0.456, 0.406] });
    const hinted = recogniseWeights(tensors, {}, { mean: [0.5], std: [0.25], size: 64 });
    expect(hinted.input).toMatchObject({ size: 64, mean: [0.5], std: [0.25] });
    expect(() => recogniseWeights(tensors, {}, { std: [0] })).toThrow(/--mean, --std, --size/);
    const lite = recogniseWeights(tensorsOf('efficientnet-lite-pytorch lite0'), {}, {}).input;
    expect([lite.mean[0], lite.std[0]]).toEqual([127 / 255, 128 / 255]);
  });
});
