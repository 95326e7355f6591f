import { z } from 'zod';
import { FoldConfig, FoldPlan } from './config/fold';
import { Box } from './manifest';
import { Digest, SPLITS } from './names';

/** A found object: pixels of the picture, floating point, origin top left; a larger score is surer. */
export const PredictedBox = z.strictObject({
  x: z.number(),
  y: z.number(),
  w: z.number().min(0),
  h: z.number().min(0),
  /** Index of the header's classes. */
  class: z.int().min(0),
  score: z.number(),
});
export type PredictedBox = z.infer<typeof PredictedBox>;

/** One picture's prediction: a line of the gzipped JSON-lines artifact. Full precision, never rounded. */
export const Prediction = z.object({
  item: Digest,
  path: z.string(),
  /** Index of the true class. For good-only data 0 is good and anything else a defect. */
  truth: z.object({
    label: z.int().min(0).optional(),
    boxes: z.array(Box).optional(),
    /** The masks as they were imported. */
    masks: z.array(Digest).optional(),
    /** Segmentation: PNG of the header's class indices, one a pixel; 255 is not judged. */
    mask: Digest.optional(),
  }),
  /** Classification: one probability (or decision value) a class, in class order. */
  scores: z.array(z.number()).optional(),
  /** Anomaly: the picture's score, larger is more anomalous. */
  score: z.number().optional(),
  /** Anomaly: PNG of the heat map, scaled to the picture. */
  map: Digest.optional(),
  /** Detection: what was found, surest first. */
  boxes: z.array(PredictedBox).optional(),
  /** Segmentation: PNG of the header's class indices, one a pixel. */
  mask: Digest.optional(),
  /** Out of fold: which fold's model it comes from, counted from 1. */
  fold: z.int().min(1).optional(),
});
export type Prediction = z.infer<typeof Prediction>;

/** The first line of a predictions artifact: what the lines were measured on and how. */
export const PredictionsHeader = z.object({
  version: z.literal(1),
  task: z.enum(['finetune', 'probe', 'classical', 'anomaly']),
  datasetDigest: Digest,
  /** `out-of-fold`: every picture of a cross-validation, each from the model that has not seen it. */
  split: z.enum([...SPLITS, 'out-of-fold']),
  /** The fold whose pictures they are; absent where the run has none, and out of fold. */
  fold: FoldConfig.optional(),
  /** Out of fold: what the lines were gathered from. */
  outOfFold: z.object({ plan: FoldPlan, repeat: z.int().min(1), runs: z.array(z.string()) }).optional(),
  /** Of a segmentation the first one is the ground: what is no object. */
  classes: z.array(z.string()),
  /** What the lines hold; scores when not given. */
  output: z.enum(['boxes', 'masks']).optional(),
  /** What kind of numbers the scores are, a box's too. */
  scores: z.enum(['probability', 'decision', 'distance', 'contrast']),
  threshold: z.number().nullable(),
  protocol: z.object({ name: z.string(), parameters: z.record(z.string(), z.unknown()) }),
});
export type PredictionsHeader = z.infer<typeof PredictionsHeader>;
