import type { ThresholdFigures } from '@assay/metrics';
import type { Bands } from '../figures/bands';
import type { Ranking } from '../figures/ranking';
import type { Rates } from '../figures/rates';

/** What every chart of a question is drawn from. */
export type ChartInput = {
  ranking: Ranking;
  /** Null while they are computed. */
  bands: Bands | null;
  /** What the chosen threshold does. */
  at: ThresholdFigures;
  rates: Rates;
  /** What the question calls its two sides. */
  sides: { positive: string; negative: string };
  onThreshold: (threshold: number) => void;
};

/** Points of a drawn curve; thinned so that nothing visible is lost. */
export const CURVE_POINTS = 400;
