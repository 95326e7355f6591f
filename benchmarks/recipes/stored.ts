import { type Results, readResults } from '../results';
import type { RecipeRow } from './recipes';
import type { ScoreRow } from './scores';

/** What both benchmarks have stored, each in its own file. */
export function readStored() {
  return {
    times: readResults('recipes') as Results<RecipeRow> | undefined,
    scores: readResults('scores') as Results<ScoreRow> | undefined,
  };
}
