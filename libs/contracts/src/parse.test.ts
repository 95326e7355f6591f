import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RunConfig } from './config/runConfig';
import { InputError } from './errors';
import { nearest, parseOrExplain } from './parse';

const valid = { task: 'finetune', dataset: { name: 'boards' }, backbone: { kind: 'resnet', depth: 18 } };

function complaint(value: unknown): string {
  try {
    parseOrExplain(RunConfig, value, 'config.json');
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('parseOrExplain', () => {
  test('gives the value with its defaults', () => {
    const config = parseOrExplain(RunConfig, valid, 'config.json');
    expect(config).toMatchObject({ version: 1, seed: 0, epochs: 100, dataset: { version: 'latest' } });
  });

  test.each([
    [
      'an unknown key names the nearest',
      { ...valid, epoch: 3 },
      'config.json: unknown key "epoch" (did you mean "epochs"?)',
    ],
    [
      'also inside a union',
      { ...valid, optimizer: { kind: 'sgd', learningrate: 1 } },
      'config.json: optimizer: unknown key "learningrate" (did you mean "learningRate"?)',
    ],
    [
      'an unknown kind lists the known ones',
      { ...valid, backbone: { kind: 'resnt' } },
      'config.json: backbone.kind: unknown kind (one of resnet, vit, efficientnet, module)',
    ],
    [
      'an unknown task lists the known ones',
      { ...valid, task: 'pretran' },
      'config.json: task: unknown task (one of pretrain, finetune, probe, classical, anomaly)',
    ],
    [
      'inside a nested pretraining',
      {
        ...valid,
        init: {
          kind: 'config',
          config: {
            task: 'pretrain',
            dataset: { name: 'b' },
            backbone: { kind: 'vit' },
            method: { kind: 'mae', maskratio: 1 },
          },
        },
      },
      'config.json: init.config.method: unknown key "maskratio" (did you mean "maskRatio"?)',
    ],
  ])('%s', (_title, value, message) => {
    expect(complaint(value)).toBe(message);
  });

  test.each([
    ['a negative size', { ...valid, batchSize: -1 }, /^config\.json: batchSize: .*>=2/],
    ['a wrong type', { ...valid, epochs: 'ten' }, /^config\.json: epochs: .*expected number, received string/],
    ['a missing field', { ...valid, dataset: undefined }, /^config\.json: dataset: missing/],
    ['not an object', 'finetune', /^config\.json: .*expected object/],
    ['a name that is a path', { ...valid, dataset: { name: '../x' } }, /^config\.json: dataset\.name: a name is/],
    [
      'a width that the heads do not divide',
      { ...valid, backbone: { kind: 'vit', width: 100 } },
      /^config\.json: backbone\.width: width must be a multiple of heads/,
    ],
  ])('%s names its field', (_title, value, pattern) => {
    expect(complaint(value)).toMatch(pattern);
  });

  test('anything at all is accepted or refused by an InputError, never by a crash', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        try {
          parseOrExplain(RunConfig, value, 'x');
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }),
    );
  });
});

test('nearest takes slips, not other words', () => {
  expect(nearest('bacthSize', ['batchSize', 'epochs'])).toBe('batchSize');
  expect(nearest('colour', ['batchSize', 'epochs'])).toBeUndefined();
});
