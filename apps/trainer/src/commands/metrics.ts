import { InputError, nearest } from '@assay/contracts';
import { wholeNumber, wholeNumbers } from '../cli/numbers';
import { type OutputOptions, print } from '../cli/output';
import type { ClassificationInput, MetricsAnswer } from './metrics/answer';
import { describeAnswer } from './metrics/describe';

type Options = OutputOptions & {
  truth: string;
  predictions: string;
  classes?: string;
  topK?: string;
  intervals?: boolean;
  boundary?: boolean;
  groups?: string;
};
type Measure = (input: ClassificationInput) => Promise<MetricsAnswer>;

/** Loaded when it is asked for, so that figures from a JSON file do not wait for what decodes pictures. */
const KINDS: Readonly<Record<string, () => Promise<Measure>>> = {
  classification: async () => (await import('./metrics/classification')).measureClassification,
  detection: async () => (await import('./metrics/detection')).measureDetection,
  instances: async () => (await import('./metrics/instances')).measureInstances,
  segmentation: async () => (await import('./metrics/segmentation')).measureSegmentation,
  anomaly: async () => (await import('./metrics/anomaly')).measureAnomaly,
};

/** Prints the figures of predictions. @throws InputError for a kind, an option or an input that is refused */
export async function metricsCommand(kind: string, options: Options): Promise<void> {
  const load = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  if (!load) {
    const guess = nearest(kind, Object.keys(KINDS));
    const fix = guess ? `did you mean "${guess}"?` : `one of ${Object.keys(KINDS).join(', ')}`;
    throw new InputError({ where: 'KIND', found: `unknown kind "${kind}"`, fix });
  }
  const { truth, predictions, intervals, boundary, groups } = options;
  // An index is a byte of a picture, and 255 means "ignore".
  const classes = options.classes === undefined ? undefined : wholeNumber('--classes', options.classes, 1, 255);
  const topK = options.topK === undefined ? undefined : wholeNumbers('--top-k', options.topK);
  if (topK && kind !== 'classification') {
    throw new InputError({ where: '--top-k', found: `given for ${kind}`, fix: 'it is for classification' });
  }
  if (boundary && kind !== 'instances') {
    throw new InputError({ where: '--boundary', found: `given for ${kind}`, fix: 'it is for instances' });
  }
  if (groups !== undefined && kind !== 'segmentation') {
    const fix = 'it is for segmentation; elsewhere the truth names the groups';
    throw new InputError({ where: '--groups', found: `given for ${kind}`, fix });
  }
  if (groups !== undefined && !intervals) {
    throw new InputError({ where: '--groups', found: 'given without --intervals', fix: 'add --intervals' });
  }
  const measure = await load();
  const answer = await measure({ truth, predictions, classes, topK, intervals, boundary, groups });
  print(options, answer, () => describeAnswer(answer));
}
