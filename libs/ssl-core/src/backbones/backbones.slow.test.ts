import type { BackboneConfig } from '@assay/contracts';
import { openEngine } from '@assay/engine';
import { test } from 'vitest';
import { expectOutline, expectParity } from '../testing/parity';

const vit = { kind: 'vit', patch: 8, width: 192, depth: 12, heads: 3, dropPath: 0 } as const;

test.each<[string, BackboneConfig]>([
  ['resnet18-imagenet', { kind: 'resnet', depth: 18, width: 64, stem: 'imagenet', attention: 'none' }],
  ['resnet18-small', { kind: 'resnet', depth: 18, width: 64, stem: 'small', attention: 'none' }],
  ['resnet34-imagenet', { kind: 'resnet', depth: 34, width: 64, stem: 'imagenet', attention: 'none' }],
  ['vit-token', { ...vit, pool: 'token', positions: 'learned' }],
  ['vit-mean', { ...vit, pool: 'mean', positions: 'learned' }],
])('%s at full size is torchvision’s and timm’s', { timeout: 300_000 }, (name, config) => {
  openEngine();
  expectParity(name, config);
});

test.each([50, 101] as const)('resnet%d’s features at full size are torchvision’s', { timeout: 300_000 }, (depth) => {
  openEngine();
  expectOutline(`resnet${depth}-imagenet`, { kind: 'resnet', depth, width: 64, stem: 'imagenet', attention: 'none' });
});
