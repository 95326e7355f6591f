const SMALLEST = 0.0001;

/** A p value with four digits; what is smaller is said to be so. */
export function formatP(p: number): string {
  return p < SMALLEST ? `< ${SMALLEST}` : p.toFixed(4);
}
