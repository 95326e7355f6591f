import { type BackboneConfig, describeBackbone, InputError } from '@assay/contracts';
import { listProducts, openEngine, type Product, tf } from '@assay/engine';
import { type Backbone, createBackbone, createRng, type Parameter, type Rng, storedShape } from '@assay/ssl-core';

/** One layer, or what its block multiplies without a weight, as attention does. */
export type LayerSummary = {
  name: string;
  kind: string;
  /** Of the weight, as PyTorch has it. */
  weight: number[] | null;
  /** Of one picture, channels last. */
  output: number[] | null;
  parameters: number;
  /** For one picture; of products and convolutions. */
  multiplyAdds: number;
};

export type BackboneSummary = {
  backbone: BackboneConfig;
  description: string;
  input: { size: number; channels: number };
  featureDimension: number;
  /** Maps of one picture, channels last. */
  stages: number[][];
  layers: LayerSummary[];
  parameters: number;
  /** Running statistics and fixed positions: stored, and not learned. */
  otherValues: number;
  multiplyAdds: number;
};

/** @throws InputError when the input does not fit the network */
export function summariseBackbone(
  config: BackboneConfig,
  { size, channels }: { size: number; channels: number },
): BackboneSummary {
  openEngine();
  const backbone = build(config, { size, channels });
  try {
    const products = productsOf(backbone, { size, channels });
    const layers = layersOf(backbone.parameters, products);
    const sizeOf = (isTrainable: boolean) =>
      backbone.parameters
        .filter((parameter) => parameter.isTrainable === isTrainable)
        .reduce((sum, { variable }) => sum + variable.size, 0);
    return {
      backbone: config,
      description: describeBackbone(config),
      input: { size, channels },
      featureDimension: backbone.featureDimension,
      stages: stageShapes(backbone, { size, channels }),
      layers,
      parameters: sizeOf(true),
      otherValues: sizeOf(false),
      multiplyAdds: products.reduce((sum, product) => sum + product.multiplyAdds, 0),
    };
  } finally {
    backbone.dispose();
  }
}

/** Draws nothing: a summary is of shapes, and drawing millions of first values would take seconds. */
const STILL: Rng = { ...createRng(0), normal: () => 0, uniform: () => 0, fork: () => STILL };

function build(config: BackboneConfig, { size, channels }: Size): Backbone {
  try {
    return createBackbone(config, { inputSize: size, channels, rng: STILL });
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError({ where: 'backbone', found: error instanceof Error ? error.message : String(error) });
  }
}

type Size = { size: number; channels: number };

function productsOf(backbone: Backbone, { size, channels }: Size): Product[] {
  const variables = backbone.parameters.map(({ variable }) => variable);
  const features = ({ x }: Record<string, tf.Tensor>) => ({
    features: backbone.features(x as tf.Tensor4D, { training: false }), // four axes, below
  });
  return listProducts(features, { variables, inputs: { x: { shape: [1, size, size, channels], dtype: 'float32' } } });
}

function stageShapes(backbone: Backbone, { size, channels }: Size): number[][] {
  return tf.tidy(() =>
    backbone.stages(tf.zeros([1, size, size, channels]), { training: false }).map(({ shape }) => shape.slice(1)),
  );
}

/** Layers in the network's order: each parameter's name but for its last part. */
function layersOf(parameters: readonly Parameter[], products: readonly Product[]): LayerSummary[] {
  const layers = new Map<string, LayerSummary>();
  for (const [place, parameter] of parameters.entries()) {
    const name = parameter.name.replace(/\.?[^.]+$/, '') || parameter.name;
    const known = layers.get(name) ?? {
      name,
      kind: kindOf(parameter, parameters),
      weight: storedShape(parameter),
      output: null,
      parameters: 0,
      multiplyAdds: 0,
    };
    if (parameter.isTrainable) known.parameters += parameter.variable.size;
    for (const product of products.filter(({ weight }) => weight === place)) {
      known.output = product.output.slice(product.output.length > 2 ? 1 : 0);
      known.multiplyAdds += product.multiplyAdds;
    }
    layers.set(name, known);
  }
  return withBareProducts([...layers.values()], products);
}

function kindOf({ name, layout, variable: { shape } }: Parameter, all: readonly Parameter[]): string {
  if (layout === 'conv') return `conv ${shape[0]}x${shape[1]}`;
  if (layout === 'depthwise') return `depthwise ${shape[0]}x${shape[1]}`;
  if (layout === 'linear') return 'linear';
  if (!name.endsWith('.weight') || shape.length !== 1) return 'parameter';
  const isBatchNorm = all.some((other) => other.name === name.replace(/weight$/, 'running_mean'));
  return isBatchNorm ? 'batch norm' : 'layer norm';
}

/** Products of two computed tensors stand behind their block's last layer. */
function withBareProducts(layers: readonly LayerSummary[], products: readonly Product[]): LayerSummary[] {
  const result = [...layers];
  for (const { block, output, multiplyAdds } of products.filter(({ weight }) => weight === undefined)) {
    const name = block.replaceAll('/', '.');
    const known = result.find((layer) => layer.name === name && layer.kind === 'products');
    if (known) {
      known.multiplyAdds += multiplyAdds;
      continue;
    }
    const last = result.findLastIndex((layer) => layer.name.startsWith(`${name}.`));
    const row = { name, kind: 'products', weight: null, output: output.slice(1), parameters: 0, multiplyAdds };
    result.splice(last < 0 ? result.length : last + 1, 0, row);
  }
  return result;
}
