const { fround } = Math;
/** log(1 + x) on sqrt(1/2) - 1 to sqrt(2) - 1 as a quotient of polynomials, highest power first. */
const ABOVE = [0.025899792, 0.38088378, 1.4800006, 2.1126776, 1, 0].map(fround);
const BELOW = [0.0058750953, 0.15464764, 0.9864943, 2.453006, 2.6126776, 1].map(fround);
const LOG_2 = fround(Math.LN2);
const SQRT_HALF = fround(Math.SQRT1_2);

/**
 * The natural logarithm of a positive normal number in single precision, as numpy computes it on processors with fused
 * multiply and add: up to four of the last digits off, and a maximum among nearly equal values depends on them.
 */
export function singleLog(value: number): number {
  let exponent = Math.floor(Math.log2(value)) + 1;
  let mantissa = value / 2 ** exponent;
  if (mantissa >= 1) [mantissa, exponent] = [mantissa / 2, exponent + 1];
  else if (mantissa < 0.5) [mantissa, exponent] = [mantissa * 2, exponent - 1];
  if (mantissa <= SQRT_HALF) [mantissa, exponent] = [mantissa * 2, exponent - 1];
  const x = fround(mantissa - 1);
  const quotient = fround(polynomial(ABOVE, x) / polynomial(BELOW, x));
  return fround(exponent * LOG_2 + quotient);
}

/** Horner's scheme; a product of two singles is exact in double precision, so each step rounds once. */
function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => fround(sum * x + coefficient));
}
