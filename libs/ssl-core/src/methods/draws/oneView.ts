import type { MethodDraws } from '../draws';

/** Methods that make their task of one view alone, without chance. */
export const oneViewDraws: MethodDraws = { views: 1, draw: () => ({}) };
