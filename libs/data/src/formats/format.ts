import type { Box, ImportProblem, Split } from '@assay/contracts';
import type { Walker } from '../walk';

/** A picture that a format found, before any byte of it was read. Files are absolute paths. */
export type DraftItem = {
  file: string;
  split: Split;
  group?: string;
  /** File of the same part in a sound state. */
  template?: string;
  /** Class names, resolved to indices of the draft's classes. */
  label?: string;
  boxes?: Box[];
  masks?: { file: string; className: string }[];
};

/** What a format made of a folder. */
export type Draft = {
  /** In order. */
  classes: string[];
  /** Whether the list is the format's own, so that a class without pictures stays in it. */
  hasFixedClasses: boolean;
  items: DraftItem[];
  problems: ImportProblem[];
};

/** A layout of folders that can be imported. */
export interface Format {
  readonly name: string;
  /** One line for `assay dataset formats`. */
  readonly description: string;
  /** What the format is recognised by, for the message when nothing fits. */
  readonly signs: string;
  detect(walker: Walker): Promise<boolean>;
  read(walker: Walker): Promise<Draft>;
}
