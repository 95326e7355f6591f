import { canonicalJson } from '../canonicalJson';
import { MaskConfig } from './methods/mask';
import { ViewsConfig } from './views';

/**
 * Fields that the schema gained after configs had been stored, with the defaults that mean what their absence meant.
 * Their names are used nowhere else in a config. A change of such a default is a change of every config's meaning.
 */
const LATER_DEFAULTS: Readonly<Record<string, unknown>> = {
  nesterov: false,
  accumulateSteps: 1,
  clipValue: null,
  recompute: false,
  rateScaling: 'none',
  weightDecayEnd: null,
  solarise: 0,
  positions: 'learned',
  dropPath: 0,
  attention: 'none',
  layerDecay: 1,
  views: ViewsConfig.parse({}),
  // Of MAE. Other methods have masks too, all of them later: where theirs is this one, its absence says so as well.
  mask: MaskConfig.parse({ kind: 'random' }),
  linear: null,
  signals: null,
  pictures: null,
  embeddings: null,
  fewLabels: null,
  fold: null,
  scaling: 'standard',
  search: null,
  goodOnly: null,
  regions: null,
  which: 'last',
};

/** The value without later fields that are at their default, at any depth. */
export function withoutLaterDefaults(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutLaterDefaults);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, field]) => !(key in LATER_DEFAULTS && canonicalJson(LATER_DEFAULTS[key]) === canonicalJson(field)))
      .map(([key, field]) => [key, withoutLaterDefaults(field)]),
  );
}
