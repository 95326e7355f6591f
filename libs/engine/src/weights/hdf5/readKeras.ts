import { type WeightsArray, type WeightsFile, WeightsFileError } from '../weightsFile';
import { type Hdf5File, readHdf5 } from './readHdf5';

/** Variables of a layer in the order in which Keras 3 numbers them, by the layer's class in snake case. */
const VARIABLES: Readonly<Record<string, readonly string[]>> = {
  conv2d: ['kernel', 'bias'],
  depthwise_conv2d: ['kernel', 'bias'],
  dense: ['kernel', 'bias'],
  batch_normalization: ['gamma', 'beta', 'moving_mean', 'moving_variance'],
  layer_normalization: ['gamma', 'beta'],
  normalization: ['mean', 'variance', 'count'],
};

/**
 * The weights of a Keras model: `.weights.h5` and the file inside a `.keras` of Keras 3, and `.h5` of any version. Names are
 * `layer/variable`, for instance `stem_conv/kernel`, with Keras's own layout.
 *
 * @param layers names of the layers by their groups, for files that do not say them beside the values
 * @throws WeightsFileError
 */
export function readKeras(bytes: Uint8Array, layers: ReadonlyMap<string, string> = new Map()): WeightsFile {
  const file = readHdf5(bytes);
  const tensors = new Map<string, WeightsArray>();
  const notes: string[] = [];
  for (const [path, tensor] of file.datasets) {
    if (path.startsWith('optimizer')) continue;
    const name = numberedName(path, file, layers) ?? writtenName(path);
    if (tensors.has(name)) throw new WeightsFileError(`two variables are called ${name}`);
    tensors.set(name, tensor);
  }
  if (tensors.size === 0) throw new WeightsFileError('an HDF5 file without weights');
  return { format: 'keras', metadata: {}, tensors, notes };
}

/** `layers/conv2d_3/vars/0`: the layer's name stands beside it since Keras 3.6. */
function numberedName(path: string, { names }: Hdf5File, layers: ReadonlyMap<string, string>): string | undefined {
  const [, group = '', word = '', place = ''] =
    /^(?:_?layers|(?:.+\/)layers)\/((.+?)(?:_\d+)?)\/vars\/(\d+)$/.exec(path) ?? [];
  if (group === '') return undefined;
  const layer = names.get(path.slice(0, path.lastIndexOf('/'))) ?? layers.get(group);
  if (layer === undefined) {
    throw new WeightsFileError(
      `${path}: the layers have no names, as before Keras 3.6; give the .keras file, which has them`,
    );
  }
  return `${layer}/${VARIABLES[word]?.[Number(place)] ?? place}`;
}

/** `model_weights/stem_conv/stem_conv/kernel:0`: the layer first, the variable last. */
function writtenName(path: string): string {
  const parts = path.replace(/^model_weights\//, '').split('/');
  return `${parts[0]}/${(parts.at(-1) ?? '').replace(/:\d+$/, '')}`;
}
