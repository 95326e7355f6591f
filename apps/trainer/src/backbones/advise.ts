import type { BackboneConfig } from '@assay/contracts';
import type { Measured, MeasureRequest } from './measure';
import type { KnownFigures, Measurements } from './measurements';
import { findPreset } from './presets';

export type Budget = {
  msMax: number | null;
  mbMax: number | null;
  /** What has to fit. */
  of: 'inference' | 'training';
};

export type Advice = {
  name: string;
  backbone: BackboneConfig;
  measured: KnownFigures | null;
  /** Whether the figures were measured now. */
  isNew: boolean;
  fits: boolean;
  /** Why it does not fit, or could not be measured. */
  reason: string | null;
};

/** Small ones first, so that a command that is stopped has measured what it could. */
const NAMES = [
  'resnet10',
  'efficientnet_lite0',
  'efficientnet_b0',
  'resnet18',
  'seresnet18',
  'vit_tiny',
  'efficientnet_b1',
  'efficientnet_b2',
  'resnet34',
  'efficientnet_b3',
  'vit_small',
  'resnet50',
  'efficientnet_b4',
  'vit_base',
];

/** The backbones that are worth a look at pictures of a size: vision transformers with patches that tile it. */
export function candidates(size: number): { name: string; backbone: BackboneConfig }[] {
  const patch = [16, 8, 4].find((side) => size % side === 0 && size / side >= 8) ?? 8;
  const small = size <= 96 ? ['resnet10_small', 'resnet18_small'] : [];
  return [...small, ...NAMES].flatMap((listed) => {
    const isVit = listed.startsWith('vit_');
    if (isVit && size % patch !== 0) return [];
    const name = isVit ? `${listed}_patch${patch}` : listed;
    const backbone = findPreset(name);
    return backbone ? [{ name, backbone }] : [];
  });
}

/** Measures what has not been measured on this machine yet, one after the other, and holds each against the budget. */
export async function advise(
  networks: readonly { name: string; backbone: BackboneConfig }[],
  request: Omit<MeasureRequest, 'backbone'>,
  options: {
    budget: Budget;
    measurements: Measurements;
    measure: (request: MeasureRequest) => Promise<Measured>;
    /** Measured anew, though it was before. */
    isAgain: boolean;
    onProgress: (done: number, total: number, name: string) => void;
  },
): Promise<Advice[]> {
  const { budget, measurements, measure, isAgain, onProgress } = options;
  const advices: Advice[] = [];
  for (const [place, { name, backbone }] of networks.entries()) {
    onProgress(place, networks.length, name);
    const asked = { ...request, backbone };
    const known = isAgain ? undefined : measurements.find(asked);
    try {
      const measured = known ?? (await measurements.keep(asked, await measure(asked)));
      const reason = excess(measured, budget);
      advices.push({ name, backbone, measured, isNew: !known, fits: reason === null, reason });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      advices.push({ name, backbone, measured: null, isNew: true, fits: false, reason });
    }
  }
  onProgress(networks.length, networks.length, '');
  return advices;
}

/** What of the budget a backbone exceeds, in words; null when nothing. */
export function excess(measured: Measured, { msMax, mbMax, of }: Budget): string | null {
  const ms = of === 'inference' ? measured.inferenceMs : measured.trainingMs;
  const mb = of === 'inference' ? measured.inferenceMb : measured.trainingMb;
  const found = [
    ...(msMax !== null && ms > msMax ? [`${ms.toFixed(1)} ms of ${msMax}`] : []),
    ...(mbMax !== null && mb > mbMax ? [`${Math.ceil(mb)} MB of ${mbMax}`] : []),
  ];
  return found.length > 0 ? found.join(', ') : null;
}
