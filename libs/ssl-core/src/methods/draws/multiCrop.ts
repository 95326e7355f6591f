import type { MethodDraws } from '../draws';

/** Two whole views of each picture, small crops where the config has them, and no random numbers besides. */
export const multiCropDraws: MethodDraws = { views: 2, takesLocal: true, draw: () => ({}) };
