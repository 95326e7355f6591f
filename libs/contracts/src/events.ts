import { z } from 'zod';
import { Digest, RunStatus } from './names';

export const MetricPoint = z.object({
  key: z.string().min(3),
  step: z.int().min(0),
  value: z.number(),
  /** Pictures seen since the run began. */
  pictures: z.int().min(0),
  /** When it was measured, ISO 8601. */
  time: z.iso.datetime(),
});
export type MetricPoint = z.infer<typeof MetricPoint>;

export const ARTIFACT_KINDS = [
  'checkpoint',
  'weights',
  'model',
  'predictions',
  'figures',
  'preview',
  'embedding',
  'manifest',
] as const;
export const ArtifactKind = z.enum(ARTIFACT_KINDS);
export type ArtifactKind = z.infer<typeof ArtifactKind>;

/** A signal that says that the run's networks have stopped telling pictures apart, or no longer says so. */
export const CollapseAlarm = z.object({
  kind: z.literal('alarm'),
  state: z.enum(['raised', 'cleared']),
  /** `std` and `rankme` of the features, the spread of the `embedding`, the `loss`, the `entropy` of the answers. */
  signal: z.enum(['std', 'rankme', 'embedding', 'loss', 'entropy']),
  /** How: near zero, fallen to a share of its first value, a rank of one, a constant answer's loss, the largest entropy. */
  reason: z.enum(['zero', 'fallen', 'one', 'constant', 'largest']),
  /** The first step that it was seen at. */
  since: z.int().min(0),
  step: z.int().min(0),
  value: z.number(),
  limit: z.number(),
});
export type CollapseAlarm = z.infer<typeof CollapseAlarm>;

/** What a run reports. The child sends it, the supervisor numbers and stores it, the dashboard streams it. */
export const RunEvent = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('metric'),
    points: z.array(MetricPoint),
    /** How figures were measured, where that decides what they may be compared with. */
    protocol: z.object({ name: z.string(), parameters: z.record(z.string(), z.unknown()) }).optional(),
  }),
  z.object({
    kind: z.literal('log'),
    level: z.enum(['info', 'warning', 'error']),
    message: z.string(),
    step: z.int().min(0),
    time: z.iso.datetime(),
  }),
  z.object({
    kind: z.literal('progress'),
    done: z.number(),
    total: z.number(),
    unit: z.enum(['step', 'epoch', 'picture']),
    etaSeconds: z.number().nullable(),
  }),
  z.object({
    kind: z.literal('artifact'),
    artifact: ArtifactKind,
    name: z.string(),
    digest: Digest,
    bytes: z.int().min(0),
    step: z.int().min(0),
    /** Of this kind and name the run keeps so many, the newest; all when not given. */
    keep: z.int().positive().optional(),
  }),
  CollapseAlarm,
  z.object({ kind: z.literal('status'), status: RunStatus, reason: z.string().nullable() }),
]);
export type RunEvent = z.infer<typeof RunEvent>;
export type RunEventKind = RunEvent['kind'];

/** A stored event; `seq` counts 1, 2, 3 … in a run and is given by its only writer, the supervisor. */
export type StoredRunEvent = { run: string; seq: number; attempt: number; event: RunEvent };
