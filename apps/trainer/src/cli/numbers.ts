import { InputError } from '@assay/contracts';

/** A whole number of an option within bounds. @throws InputError */
export function wholeNumber(option: string, text: string, min: number, max = 2 ** 31 - 1): number {
  const value = /^[+-]?\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  const fix = max === 2 ** 31 - 1 ? `a whole number from ${min}` : `a whole number from ${min} to ${max}`;
  throw new InputError({ where: option, found: `"${text}"`, fix });
}

/** A number of an option from `min` on. @throws InputError */
export function decimal(option: string, text: string, min: number): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isFinite(value) && value >= min) return value;
  throw new InputError({ where: option, found: `"${text}"`, fix: `a number from ${min}` });
}

/** `0,1,2`. @throws InputError */
export function wholeNumbers(option: string, text: string): number[] {
  return text.split(',').map((part) => wholeNumber(option, part, 0));
}
