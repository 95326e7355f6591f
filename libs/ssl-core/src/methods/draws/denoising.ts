import type { MethodDraws } from '../draws';
import { drawSeed } from './seed';

/** The noise itself is drawn inside the step. */
export const denoisingDraws: MethodDraws = { views: 1, draw: (rng) => ({ noiseSeed: drawSeed(rng) }) };
