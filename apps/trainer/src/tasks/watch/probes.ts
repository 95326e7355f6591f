import type { PretrainConfig } from '@assay/contracts';
import type { Program } from '@assay/engine';
import { accuracy, argMax } from '@assay/metrics';
import { fitLinearProbe, knnClassify, linearProbeScores } from '@assay/ssl-core';
import type { TaskContext } from '../context';
import { evaluateRows } from '../evaluations';
import { type LabelledPictures, labelledPictures } from '../labels';
import type { Pictures } from '../pictures';
import { isDue } from './isDue';

export type ProbeFigures = { 'knn/accuracy'?: number; 'linear/accuracy'?: number };

export interface ProbeWatch {
  /** Pictures that are evaluated at a look: 0 where nothing is watched. */
  counts: number[];
  /** What the frozen features tell of the validation pictures; nothing in epochs that are not looked at. */
  look(program: Program, epoch: number): Promise<ProbeFigures>;
}

/** Labelled training pictures teach (or vote), labelled validation pictures are asked about. */
export function createProbeWatch({ config, report }: TaskContext<PretrainConfig>, pictures: Pictures): ProbeWatch {
  const { knn, linear } = config.watch;
  const off: ProbeWatch = { counts: [], look: async () => ({}) };
  if (!knn && !linear) return off;
  const { manifest, pack } = pictures;
  const known = labelledPictures(manifest, 'train');
  const asked = labelledPictures(manifest, 'validation');
  if (known.indices.length === 0 || asked.indices.length === 0) {
    const name = knn ? 'watch.knn' : 'watch.linear';
    report.log(0, `${name}: there are no labelled training and validation pictures, so nothing is watched`, 'warning');
    return off;
  }
  const canLearn = new Set(known.labels).size > 1;
  if (linear && !canLearn) {
    report.log(0, 'watch.linear: all training pictures are of one class, so no probe is trained', 'warning');
  }
  const classes = manifest.classes.length;
  return {
    counts: [known.indices.length, asked.indices.length],
    async look(program, epoch) {
      const neighbours = knn && isDue(epoch, knn, config.epochs) ? knn : null;
      const probe = linear && canLearn && isDue(epoch, linear, config.epochs) ? linear : null;
      if (!neighbours && !probe) return {};
      const { values: bank } = await evaluateRows(program, 'features', pack, known.indices);
      const { values: features } = await evaluateRows(program, 'features', pack, asked.indices);
      const measure = (scores: number[][]) => accuracy([...asked.labels], scores.map(argMax));
      return {
        ...(neighbours ? { 'knn/accuracy': measure(votes({ bank, known, features, classes, ...neighbours })) } : {}),
        ...(probe ? { 'linear/accuracy': measure(answers({ bank, known, features, classes, ...probe })) } : {}),
      };
    },
  };
}

type Asked = { bank: Float32Array; known: LabelledPictures; features: Float32Array; classes: number };

function votes({ bank, known, ...query }: Asked & { k: number; temperature: number }): number[][] {
  return knnClassify({ ...query, bankFeatures: bank, bankLabels: known.labels });
}

function answers({ bank, known, features, ...options }: Asked & { c: number; maxIterations: number }): number[][] {
  return linearProbeScores(fitLinearProbe({ ...options, features: bank, labels: known.labels }), features);
}
