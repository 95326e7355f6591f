import { expect, test } from 'vitest';
import { BackboneConfig, describeBackbone, withoutDropPath } from './backbones';

const parse = (config: unknown) => BackboneConfig.parse(config);

test('each backbone is described by what tells it apart', () => {
  const described = [
    { kind: 'resnet', depth: 34 },
    { kind: 'resnet', attention: 'cbam', width: 32 },
    { kind: 'vit', patch: 8 },
    { kind: 'efficientnet', variant: 'lite0' },
    { kind: 'module', file: '/some/where/tiny.backbone.ts' },
  ].map((config) => describeBackbone(parse(config)));
  expect(described).toEqual([
    'resnet-34 width 64',
    'cbam-resnet-18 width 32',
    'vit 192 x 12 patch 8',
    'efficientnet-lite0',
    'module tiny.backbone.ts',
  ]);
  // As it was stored before ResNets had attention.
  const stored = { kind: 'resnet', depth: 18, width: 64, stem: 'small' } as BackboneConfig;
  expect(describeBackbone(stored)).toBe('resnet-18 width 64');
});

test('a teacher drops nothing', () => {
  expect(withoutDropPath(parse({ kind: 'vit', dropPath: 0.3 }))).toEqual(parse({ kind: 'vit' }));
  expect(withoutDropPath(parse({ kind: 'resnet' }))).toEqual(parse({ kind: 'resnet' }));
});

test('only a file that is named as a backbone is taken, and every share must be below one', () => {
  expect(BackboneConfig.safeParse({ kind: 'module', file: 'tiny.ts' }).error?.message).toContain('.backbone.ts');
  expect(BackboneConfig.safeParse({ kind: 'efficientnet', dropPath: 1 }).success).toBe(false);
});
