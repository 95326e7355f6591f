import type { Schedule } from '../optim/schedule';
import type { Method, Place } from './method';

type RatesOf = NonNullable<Method['rates']>;

/** A method's scalars at one place of a training, by name. */
export function ratesAt(rates: RatesOf, place: Place): Record<string, number> {
  return Object.fromEntries(Object.entries(rates).map(([name, rate]) => [name, rate(place)]));
}

/** The same as schedules over the steps of one training. */
export function schedulesOf(rates: RatesOf, training: Omit<Place, 'step'>): Record<string, Schedule> {
  return Object.fromEntries(
    Object.entries(rates).map(([name, rate]) => [name, (step: number) => rate({ step, ...training })]),
  );
}
