import { type Bands, type BandsInput, bandsByParts } from '../figures/bands';
import { type ClassLine, type ClassLinesInput, classLines } from '../figures/classLines';
import type { Estimate } from '../figures/estimate';
import { type PairedDifferenceInput, pairedDifference } from '../figures/pairedDifference';
import { type BootstrappedRates, bootstrapRates, type RatesInput } from '../figures/rates';

/** What takes too long for the thread that draws. */
export type Requests = {
  rates: { input: RatesInput; answer: BootstrappedRates };
  bands: { input: BandsInput; answer: Bands };
  classes: { input: ClassLinesInput; answer: ClassLine[] };
  difference: { input: PairedDifferenceInput; answer: Estimate };
};
export type RequestName = keyof Requests;

export const ANSWERS = {
  rates: bootstrapRates,
  bands: bandsByParts,
  classes: classLines,
  difference: pairedDifference,
} satisfies { [Name in RequestName]: (input: Requests[Name]['input']) => Requests[Name]['answer'] };
