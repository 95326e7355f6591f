import { baselines } from './baselines/baselines';
import type { Benchmark } from './benchmark';
import { classical } from './classical/classical';
import { coverage } from './coverage/coverage';
import { endurance } from './endurance/endurance';
import { engines } from './engines/engines';
import { firstRun } from './firstRun/firstRun';
import { folds } from './folds/folds';
import { growth } from './growth/growth';
import { methods } from './methods/methods';
import { metrics } from './metrics/metrics';
import { pretexts } from './pretexts/pretexts';
import { recipes } from './recipes/recipes';
import { scores } from './recipes/scores';
import { teachers } from './teachers/teachers';
import { tokenizers } from './tokenizers/tokenizers';
import { training } from './training/training';

/** All benchmarks by name. */
export const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  training,
  coverage,
  growth,
  engines,
  endurance,
  firstRun,
  methods,
  metrics,
  pretexts,
  recipes,
  scores,
  teachers,
  tokenizers,
  baselines,
  folds,
  classical,
};
