import type { MethodDraws } from '../draws';

/** Two whole views of each picture, and no random numbers besides. */
export const pairDraws: MethodDraws = { views: 2, draw: () => ({}) };
