export type { Actor, Artifacts, Context } from './context';
