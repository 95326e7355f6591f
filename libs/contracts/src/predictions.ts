import { z } from 'zod';
import { Box } from './manifest';
import { Digest, Split } from './names';

/** One picture's prediction: a line of the gzipped JSON-lines artifact. Full precision, never rounded. */
export const Prediction = z.object({
  item: Digest,
  path: z.string(),
  /** Index of the true class. For good-only data 0 is good and anything else a defect. */
  truth: z.object({
    label: z.int().min(0).optional(),
    boxes: z.array(Box).optional(),
    masks: z.array(Digest).optional(),
  }),
  /** Classification: one probability (or decision value) a class, in class order. */
  scores: z.array(z.number()).optional(),
  /** Anomaly: the picture's score, larger is more anomalous. */
  score: z.number().optional(),
  /** Anomaly: PNG of the heat map, scaled to the picture. */
  map: Digest.optional(),
});
export type Prediction = z.infer<typeof Prediction>;

/** The first line of a predictions artifact: what the lines were measured on and how. */
export const PredictionsHeader = z.object({
  version: z.literal(1),
  task: z.enum(['finetune', 'probe', 'classical', 'anomaly']),
  datasetDigest: Digest,
  split: Split,
  classes: z.array(z.string()),
  /** What kind of numbers `scores` are. */
  scores: z.enum(['probability', 'decision', 'distance']),
  threshold: z.number().nullable(),
  protocol: z.object({ name: z.string(), parameters: z.record(z.string(), z.unknown()) }),
});
export type PredictionsHeader = z.infer<typeof PredictionsHeader>;
