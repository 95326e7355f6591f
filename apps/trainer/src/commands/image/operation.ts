import type { GreyPicture } from '@assay/classical';
import { type Parsers, parseSettings, type Settings } from './settings';

/** What is printed of a picture: an object or an array, as JSON. */
export type ImageAnswer = object;

/** `picture` is what `--out` writes. */
export type Outcome = { answer: ImageAnswer; picture?: GreyPicture };
export type Apply = (picture: GreyPicture, path: string) => Outcome;

export interface Operation {
  /** Takes the parameters in once, for all pictures. @throws InputError for one that is refused */
  prepare(texts: readonly string[]): Promise<Apply>;
}

/** An operation by its parameters' parsers and what it does with them. */
export function defineOperation<P extends Parsers>(
  parsers: P,
  prepare: (settings: Settings<P>) => Apply | Promise<Apply>,
): Operation {
  return { prepare: async (texts) => prepare(parseSettings(parsers, texts)) };
}
