import { type BackboneConfig, InputError } from '@assay/contracts';

const VIT_WIDTHS: Readonly<Record<string, number>> = { tiny: 192, small: 384, base: 768, large: 1024 };
const FORMS =
  'resnet50, seresnet50, vit_small_patch16, vit_small_patch16_heads12, efficientnet_b0, tf_efficientnet_b0, efficientnet_lite0';

/**
 * Holds a backbone's name, as torchvision and timm write it, against what was found in a file.
 *
 * @throws InputError for a name of another form, and when the file is of another network
 */
export function requireBackbone(name: string, found: BackboneConfig): void {
  const wanted = factsOf(name.split('.')[0] ?? name);
  const facts: Readonly<Record<string, unknown>> = found;
  const wrong = Object.entries(wanted).find(([key, value]) => facts[key] !== value);
  if (!wrong) return;
  const [key, value] = wrong;
  throw new InputError({
    where: '--backbone',
    found: `${name} has ${key} ${value}, the file ${facts[key] === undefined ? `is a ${found.kind}` : facts[key]}`,
    fix: 'leave it out, or give the file of that network',
  });
}

/** Whether a name is of a form that says something here. */
export function isBackboneName(name: string): boolean {
  try {
    factsOf(name.split('.')[0] ?? name);
    return true;
  } catch {
    return false;
  }
}

function factsOf(name: string): Record<string, string | number> {
  const resnet = /^(se)?resnet(\d+)$/.exec(name);
  if (resnet) return { kind: 'resnet', depth: Number(resnet[2]), attention: resnet[1] ? 'squeezeExcite' : 'none' };
  const vit = /^(?:deit_|vit_)(tiny|small|base|large)(?:_patch(\d+))?(?:_heads(\d+))?(?:_\d+)?$/.exec(name);
  if (vit) {
    const [, size = '', patch, heads] = vit;
    return {
      kind: 'vit',
      ...(VIT_WIDTHS[size] === undefined ? {} : { width: VIT_WIDTHS[size] }),
      ...(patch === undefined ? {} : { patch: Number(patch) }),
      ...(heads === undefined ? {} : { heads: Number(heads) }),
    };
  }
  const efficient = /^(?:tf_)?efficientnet_(b\d|lite0)(?:_.*)?$/.exec(name);
  if (efficient) return { kind: 'efficientnet', variant: efficient[1] ?? '' };
  throw new InputError({ where: '--backbone', found: `"${name}"`, fix: `a name such as ${FORMS}` });
}
