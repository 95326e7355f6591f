import { expect, it, test } from 'vitest';
import { BOARDS } from '../methods/testRow';
import { readPages } from './pages';
import { PLANS, pretraining } from './settings';

const dataset = { ...BOARDS, trainPictures: 500, testPictures: 200 };

test('rows of a method differ in their pretext and their seed alone', () => {
  const own = PLANS.map((plan) => ({ plan, config: pretraining(plan, { dataset, isQuick: false }) }));
  expect(new Set(own.map(({ plan }) => plan.key)).size).toBe(PLANS.length);
  for (const { plan, config } of own) {
    const { pairs } = config.views;
    const mask = config.method.kind === 'mae' ? config.method.mask.kind : null;
    expect(plan.method === 'mae' ? mask : pairs, plan.key).toBe(plan.pretext);
    const base = own.find((other) => other.plan.method === plan.method && other.plan.seed === plan.seed)?.config;
    const bare = (of: typeof config) => ({ ...of, views: null, method: { ...of.method, mask: null } });
    expect(bare(config), plan.key).toEqual(base && bare(base));
  }
});

test('pictures keep their templates where these are wanted', () => {
  const kept = PLANS.filter(({ hasTemplates }) => hasTemplates).map(({ key }) => key);
  expect(kept).toEqual([0, 1, 2].map((seed) => `boards/simclr/template/seed${seed}`));
});

it.each(readPages())('$path shows the stored results', ({ stored, wanted }) => {
  expect(wanted).toBe(stored);
});
