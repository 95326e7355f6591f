import { describe, expect, it } from 'vitest';
import { applySettings, parseSetting } from './applySettings';

describe('parseSetting', () => {
  it('reads values as JSON where they are JSON, and as text otherwise', () => {
    expect(parseSetting('epochs=10')).toEqual(['epochs', 10]);
    expect(parseSetting('clipNorm=null')).toEqual(['clipNorm', null]);
    expect(parseSetting('method.projector=[128,64]')).toEqual(['method.projector', [128, 64]]);
    expect(parseSetting('dataset.name=boards')).toEqual(['dataset.name', 'boards']);
    expect(parseSetting('a=b=c')).toEqual(['a', 'b=c']);
  });

  it('refuses what is no setting', () => {
    expect(() => parseSetting('epochs')).toThrow(/no "path=value"/);
    expect(() => parseSetting('=3')).toThrow(/no "path=value"/);
  });
});

describe('applySettings', () => {
  const config = { epochs: 5, optimizer: { kind: 'adamw', learningRate: 1 }, model: { layers: [1, 2] } };

  it('changes a copy', () => {
    expect(
      applySettings(config, [
        ['optimizer.learningRate', 2],
        ['epochs', 1],
      ]),
    ).toEqual({
      ...config,
      epochs: 1,
      optimizer: { kind: 'adamw', learningRate: 2 },
    });
    expect(config.optimizer.learningRate).toBe(1);
  });

  it('starts a part anew when its kind changes, whatever the order', () => {
    const settings = [
      ['optimizer.momentum', 0.9],
      ['optimizer.kind', 'sgd'],
    ] as const;
    expect(applySettings(config, settings)).toMatchObject({ optimizer: { kind: 'sgd', momentum: 0.9 } });
    expect(applySettings(config, settings)).not.toHaveProperty('optimizer.learningRate');
  });

  it('reaches into lists and refuses places that are not there', () => {
    expect(applySettings(config, [['model.layers.1', 3]])).toHaveProperty('model.layers', [1, 3]);
    expect(() => applySettings(config, [['model.layers.7', 3]])).toThrow(/a list of 2 has no place "7"/);
    expect(() => applySettings(config, [['model.layers.2', 3]])).toThrow(/a list of 2 has no place "2"/);
    expect(() => applySettings(config, [['epochs.x', 3]])).toThrow(/5 has no field "x"/);
    expect(() => applySettings(config, [['__proto__.x', 3]])).toThrow(/unknown key/);
  });
});
