import type { BackboneConfig } from '@assay/contracts';

/** Whether a pretraining of it has to be fed a seed; a user's own network may drop what it likes. Without tfjs. */
export function needsDropSeed(backbone: BackboneConfig): boolean {
  return backbone.kind === 'module' || ('dropPath' in backbone && backbone.dropPath > 0);
}
