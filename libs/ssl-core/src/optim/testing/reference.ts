import type { OptimizerConfig } from '@assay/contracts';
import { tf } from '@assay/engine';
import type { Parameter } from '../../layers/parameters';
import fixture from '../fixtures/optim.json';

/** What PyTorch computed: see tools/reference/optim.py. */
export const REFERENCE = fixture;

export type Values = { weight: number[][]; bias: number[] };
export type Case = (typeof fixture.cases)[number];

export const configOf = ({ config }: Pick<Case, 'config'>) => config as OptimizerConfig; // a JSON file has no literals

/** A weight [3, 2] with decay and a bias [3] without. */
export function createParameters(start: Values = fixture.start): Parameter[] {
  const parameter = (name: keyof Values, hasDecay: boolean): Parameter => ({
    name,
    variable: tf.tidy(() => tf.variable(tf.tensor(start[name]))),
    layout: 'plain',
    isTrainable: true,
    hasDecay,
  });
  return [parameter('weight', true), parameter('bias', false)];
}

export const flat = ({ weight, bias }: Values): number[] => [...weight.flat(), ...bias];

export const valuesOf = (parameters: readonly Pick<Parameter, 'variable'>[]): number[] =>
  parameters.flatMap(({ variable }) => [...variable.dataSync()]);

/** Largest difference, relative to 1 or to the wanted value where that is larger. */
export function difference(got: readonly number[], wanted: readonly number[]): number {
  if (got.length !== wanted.length) return Number.POSITIVE_INFINITY;
  return Math.max(...wanted.map((value, i) => Math.abs((got[i] ?? Number.NaN) - value) / Math.max(1, Math.abs(value))));
}
