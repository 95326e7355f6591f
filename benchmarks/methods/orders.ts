import type { FinetuneConfig, PretrainConfig, RunConfig } from '@assay/contracts';
import type { Costed } from '../baselines/rows';
import type { Prepared } from './datasets';
import type { Figures } from './rows';

/** What the process of one row is started with. */
export type Order = {
  dataset: Prepared;
  seed: number;
  threads: number;
  /** Its own folder, emptied by whoever started it. */
  workFolder: string;
} & (
  | { phase: 'calibrate'; config: PretrainConfig; seconds: number }
  | { phase: 'pretrained'; config: PretrainConfig }
  /** Pretrainings of which each builds on the one before; the last one is measured. */
  | { phase: 'chain'; chain: PretrainConfig[] }
  /** A classifier as the first run trains it, after its pretraining where it has one. */
  | { phase: 'classifier'; pretraining: PretrainConfig | null; config: FinetuneConfig }
  /** Any classifier with what it costs, after its pretraining where it has one. */
  | { phase: 'costed'; pretraining: PretrainConfig | null; config: RunConfig }
  | { phase: 'frozen'; config: Extract<RunConfig, { task: 'probe' }> }
  | { phase: 'imagenet'; file: string }
  | { phase: 'hog' }
);

export type Measured = {
  steps: number | null;
  trainSeconds: number | null;
  pretrainSeconds: number | null;
  totalSeconds: number;
  peakMb: number;
  knn: Figures;
  linear: Figures;
  majorityShare: number;
  /** Of a chain, in order. */
  links?: Link[];
};

/** A classifier's whole way, from reading the pictures to its figures. */
export type Classified = { totalSeconds: number; peakMb: number; accuracy: number };

/** One pretraining of a chain. */
export type Link = {
  method: string;
  steps: number;
  seconds: number;
  loss: number | null;
  /** How many codes a batch uses, where there are codes. */
  perplexity: number | null;
};

/** What it answers, on a line of its own. */
export type Answer = { cpuSeconds: number; versions: Record<string, string> } & (
  | { kind: 'calibrated'; stepSeconds: number }
  | ({ kind: 'measured' } & Measured)
  | ({ kind: 'classified' } & Classified)
  | ({ kind: 'costed' } & Costed)
  /** The method says itself that it cannot work here. */
  | { kind: 'notApplicable'; reason: string }
  | { kind: 'failed'; reason: string }
);

export const ANSWER = '@answer ';
/** Said once all code is loaded: a process that dies before has not even begun. */
export const READY = '@ready';
