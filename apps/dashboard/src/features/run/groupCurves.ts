import type { Curve } from './mergeEvents';

export type CurveGroup = { what: string; curves: (Curve & { where: string })[] };

const FIRST = ['loss', 'accuracy', 'imageAuroc', 'learningRate', 'picturesPerSecond'];

/** Curves by the figure that they are of; those measured once are no curves. */
export function groupCurves(curves: readonly Curve[]): CurveGroup[] {
  const groups = new Map<string, CurveGroup>();
  for (const curve of curves) {
    if (curve.key.startsWith('test/')) continue;
    const [where = '', ...rest] = curve.key.split('/');
    const what = rest.join('/');
    const group = groups.get(what) ?? { what, curves: [] };
    groups.set(what, group);
    group.curves.push({ ...curve, where });
  }
  const place = (what: string) => (FIRST.includes(what) ? FIRST.indexOf(what) : FIRST.length);
  return [...groups.values()].sort((a, b) => place(a.what) - place(b.what) || a.what.localeCompare(b.what));
}

export function isShownAtFirst(what: string): boolean {
  return FIRST.includes(what);
}

/** Figures of one class or one way of averaging are many, and seldom asked for. */
export function isCommon(what: string): boolean {
  return !what.includes('/');
}
