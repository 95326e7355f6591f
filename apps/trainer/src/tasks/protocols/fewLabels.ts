import { type FewLabelsConfig, fewLabelsProtocol, type ProbeConfig, type Protocol } from '@assay/contracts';
import { classificationFigures, mean, tInterval } from '@assay/metrics';
import type { LabelledPictures } from '../labels';
import { drawFraction } from '../labels';

/** Figures of every draw; the whole report of a classification would be a hundred numbers a draw. */
const KEPT = ['accuracy', 'balancedAccuracy', 'f1/macro'];

export type FewLabelsRecord = {
  split: 'validation' | 'test';
  fraction: number;
  protocol: Protocol;
  /** Labelled training pictures in a draw, and those that were asked about. */
  labelled: number;
  pictures: number;
  draws: { seed: number; figures: Record<string, number> }[];
  /** Over the draws; interval (95 %, Student's t) and deviation are null for a single one. */
  summary: Record<string, { mean: number; std: number | null; low: number | null; high: number | null }>;
};

export type FewLabelsInput = {
  probe: ProbeConfig;
  config: FewLabelsConfig;
  /** All labelled training pictures. */
  training: LabelledPictures;
  splits: Readonly<Record<'validation' | 'test', LabelledPictures>>;
  classes: string[];
  /** Fits the probe on some of the training pictures; the answer scores pictures by their rows. */
  fit: (training: LabelledPictures, draw: { fraction: number; seed: number }) => Promise<Scorer>;
  onDraw: (done: number, total: number) => void;
};
type Scorer = (rows: Int32Array) => number[][];

/** The probe on shares of the labels, several draws a share. All pictures can be drawn once only. */
export async function measureFewLabels(input: FewLabelsInput): Promise<FewLabelsRecord[]> {
  const { config, training, fit, onDraw } = input;
  const seedsOf = (fraction: number) => (fraction === 1 ? config.seeds.slice(0, 1) : config.seeds);
  const total = config.fractions.reduce((sum, fraction) => sum + seedsOf(fraction).length, 0);
  const records: FewLabelsRecord[] = [];
  let done = 0;
  for (const fraction of config.fractions) {
    const fitted: { seed: number; scorer: Scorer }[] = [];
    let labelled = 0;
    for (const seed of seedsOf(fraction)) {
      const drawn = drawFraction(training, fraction, seed);
      labelled = drawn.indices.length;
      fitted.push({ seed, scorer: await fit(drawn, { fraction, seed }) });
      onDraw(++done, total);
    }
    records.push(...recordsOf(input, { fraction, labelled, fitted }));
  }
  return records;
}

function recordsOf(
  { probe, splits, classes }: FewLabelsInput,
  { fraction, labelled, fitted }: { fraction: number; labelled: number; fitted: { seed: number; scorer: Scorer }[] },
): FewLabelsRecord[] {
  const protocol = fewLabelsProtocol(probe, { fraction, seeds: fitted.map(({ seed }) => seed) });
  return (['validation', 'test'] as const).flatMap((split) => {
    const { indices, labels } = splits[split];
    if (indices.length === 0) return [];
    const draws = fitted.map(({ seed, scorer }) => {
      const { figures } = classificationFigures([...labels], scorer(indices), classes);
      return { seed, figures: Object.fromEntries(KEPT.map((key) => [key, figures[key] ?? Number.NaN])) };
    });
    return [{ split, fraction, protocol, labelled, pictures: indices.length, draws, summary: summarise(draws) }];
  });
}

function summarise(draws: FewLabelsRecord['draws']): FewLabelsRecord['summary'] {
  return Object.fromEntries(
    KEPT.map((key) => {
      const values = draws.map(({ figures }) => figures[key] ?? Number.NaN);
      const interval = tInterval(values);
      const { std, low, high } = interval ?? { std: null, low: null, high: null };
      return [key, { mean: mean(values), std, low, high }];
    }),
  );
}

/** `test/accuracy/labels:0.1` and so on: the means, as metric points of the run. */
export function fewLabelsPoints({ split, fraction, summary }: FewLabelsRecord): Record<string, number> {
  return Object.fromEntries(
    Object.entries(summary).map(([key, value]) => [`${split}/${key}/labels:${fraction}`, value.mean]),
  );
}
