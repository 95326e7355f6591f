import 'server-only';
import { type Predictions, readPredictions as read } from '@assay/services';
import type { ArtifactStore } from '@assay/store';
import { keepRecent } from './keepRecent';

export type { Predictions };

/** The few that a reader pages through. */
const recent = keepRecent<Predictions>(4);

export function readPredictions(artifacts: ArtifactStore, digest: string): Promise<Predictions> {
  return recent(digest, () => read({ artifacts }, digest));
}
