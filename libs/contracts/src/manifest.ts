import { z } from 'zod';
import { Digest, Split } from './names';

/** Pixels, floating point, origin top left. */
export const Box = z.strictObject({
  x: z.number(),
  y: z.number(),
  w: z.number(),
  h: z.number(),
  class: z.int().min(0),
  crowd: z.boolean().optional(),
});
export type Box = z.infer<typeof Box>;

export const Mask = z.strictObject({ digest: Digest, class: z.int().min(0) });

/** What may keep pictures together besides their bytes: their group, their folder, their sound template. */
export const GROUP_FIELDS = ['group', 'folder', 'template'] as const;
export type GroupField = (typeof GROUP_FIELDS)[number];

/** One picture of a dataset version with its annotations. */
export const Item = z.strictObject({
  /** SHA-256 of the file's bytes. */
  picture: Digest,
  /** Relative to the imported folder, with forward slashes. */
  path: z.string().min(1),
  width: z.int().positive(),
  height: z.int().positive(),
  split: Split,
  /** Pictures of one group never stand in two splits. */
  group: z.string().optional(),
  /** The same part in a sound state. */
  partner: z.strictObject({ template: Digest }).optional(),
  label: z.union([z.int().min(0), z.array(z.int().min(0))]).optional(),
  boxes: z.array(Box).optional(),
  polygons: z.array(z.strictObject({ points: z.array(z.number()), class: z.int().min(0) })).optional(),
  masks: z.array(Mask).optional(),
});
export type Item = z.infer<typeof Item>;

/** An immutable dataset version; its digest is the SHA-256 of its canonical JSON, items ordered by path. */
export const Manifest = z.strictObject({
  version: z.literal(1),
  classes: z.array(z.string().min(1)),
  items: z.array(Item),
});
export type Manifest = z.infer<typeof Manifest>;

export const PROBLEM_KINDS = [
  'corrupt',
  'not-a-picture',
  'empty-folder',
  'mask-size-mismatch',
  'mask-missing',
  'missing-partner',
  'annotation-missing',
  'annotation-malformed',
  'annotation-outside-image',
  'unknown-class',
  'unreadable',
] as const;

/** Something that an import left out or repaired, and why. */
export const ImportProblem = z.object({ path: z.string(), kind: z.enum(PROBLEM_KINDS), detail: z.string() });
export type ImportProblem = z.infer<typeof ImportProblem>;

/** What `assay dataset import --json` prints. `version` is null on a dry run. */
export const ImportReport = z.object({
  name: z.string(),
  version: z.int().nullable(),
  digest: Digest,
  format: z.string(),
  items: z.int(),
  classes: z.array(z.string()),
  annotations: z.object({ labels: z.int(), boxes: z.int(), masks: z.int(), polygons: z.int() }),
  splits: z.record(Split, z.int()),
  problems: z.array(ImportProblem),
});
export type ImportReport = z.infer<typeof ImportReport>;
