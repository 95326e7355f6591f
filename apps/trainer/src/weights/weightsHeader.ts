import { BackboneConfig, canonicalJson, WeightsInput } from '@assay/contracts';

/** What a file of weights says about itself, so that it is understood without the database. */
export type WeightsHeader = {
  backbone: BackboneConfig | undefined;
  input: WeightsInput | undefined;
  /** Tensors of the network that it lacks. */
  missing: string[];
};

/** As texts of a safetensors header. Nothing in it depends on the time or the machine. */
export function writeHeader(header: { backbone: BackboneConfig; input: WeightsInput; missing: readonly string[] }) {
  return {
    format: 'assay-weights-1',
    backbone: canonicalJson(header.backbone),
    input: canonicalJson(header.input),
    ...(header.missing.length > 0 ? { missing: canonicalJson(header.missing) } : {}),
  };
}

/** What is not there, or not ours, is undefined. */
export function readHeader(metadata: Readonly<Record<string, string>>): WeightsHeader {
  const backbone = BackboneConfig.safeParse(parseJson(metadata.backbone));
  const input = WeightsInput.safeParse(parseJson(metadata.input));
  const missing = parseJson(metadata.missing);
  return {
    backbone: backbone.success ? backbone.data : undefined,
    input: input.success ? input.data : undefined,
    missing: Array.isArray(missing) ? missing.filter((name) => typeof name === 'string') : [],
  };
}

function parseJson(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // somebody else's header
  }
}
