import { open, readFile } from 'node:fs/promises';
import { bytesOf, decodeSafetensors } from '../safetensors/codec';
import { type Dtype, SafetensorsError, type StoredTensor } from '../safetensors/types';
import { type ElementType, toFloat32 } from './elements';
import { kerasLayerNames } from './hdf5/kerasLayers';
import { readKeras } from './hdf5/readKeras';
import { isLegacyTorch, readTorchLegacy, readTorchZip, torchRoot } from './torch/readTorch';
import { createBudget, type WeightsArray, type WeightsFile, WeightsFileError } from './weightsFile';
import { openZip } from './zip';

/** Node reads no more into one buffer on every machine that we know. */
const FILE_BYTES_MAX = 2 ** 31 - 1;
/** The weights inside a `.keras` file. */
const KERAS_MEMBER = 'model.weights.h5';
const KERAS_CONFIG = 'config.json';
const CONFIG_BYTES_MAX = 16 << 20;

/**
 * The tensors of a pretrained model's file: safetensors, PyTorch's `.pth` old and new, Keras's `.h5` and `.keras`. Known by
 * its first bytes, not by its ending. No code of the file is run.
 *
 * @throws WeightsFileError in one line, naming the file
 */
export async function readWeightsFile(path: string): Promise<WeightsFile> {
  try {
    await requireSize(path);
    return decodeWeights(await readFile(path));
  } catch (error) {
    if (error instanceof WeightsFileError) throw new WeightsFileError(`${path}: ${error.message}`, { cause: error });
    throw error;
  }
}

/** The same of bytes in memory. @throws WeightsFileError */
export function decodeWeights(bytes: Buffer): WeightsFile {
  if (bytes.length === 0) throw new WeightsFileError('the file is empty');
  // First, since a header's length may begin like another kind of file.
  if (bytes[8] === 0x7b) return readSafetensorsAsFloats(bytes);
  if (bytes.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1'))) {
    const zip = openZip(bytes);
    const root = torchRoot(zip);
    if (root !== undefined) return readTorchZip(zip, root, bytes.length);
    if (zip.names.includes(KERAS_MEMBER)) {
      const config = zip.names.includes(KERAS_CONFIG) ? zip.read(KERAS_CONFIG, CONFIG_BYTES_MAX) : undefined;
      const layers = config && kerasLayerNames(config);
      return readKeras(zip.read(KERAS_MEMBER), layers);
    }
    const names = zip.names.slice(0, 5).join(', ');
    throw new WeightsFileError(`a zip file that neither PyTorch nor Keras wrote: it holds ${names || 'nothing'}`);
  }
  if (bytes.subarray(0, 8).equals(Buffer.from('\x89HDF\r\n\x1a\n', 'latin1'))) return readKeras(bytes);
  if (isLegacyTorch(bytes)) return readTorchLegacy(bytes);
  if (bytes[0] === 0x80) throw new WeightsFileError('a pickle, but none that torch.save wrote');
  if (bytes.length < 9) return readSafetensorsAsFloats(bytes);
  const beginning = JSON.stringify(bytes.subarray(0, 12).toString('latin1'));
  throw new WeightsFileError(`neither safetensors nor PyTorch's nor Keras's: the file begins with ${beginning}`);
}

const ELEMENT_OF: Readonly<Record<Dtype, ElementType>> = {
  BOOL: 'bool',
  U8: 'uint8',
  I8: 'int8',
  U16: 'uint16',
  I16: 'int16',
  F16: 'float16',
  BF16: 'bfloat16',
  U32: 'uint32',
  I32: 'int32',
  F32: 'float32',
  F64: 'float64',
  U64: 'uint64',
  I64: 'int64',
};

function readSafetensorsAsFloats(bytes: Buffer): WeightsFile {
  try {
    const { metadata, tensors } = decodeSafetensors(bytes);
    const spend = createBudget(bytes.length);
    const floats = [...tensors].map(([name, tensor]): [string, WeightsArray] => {
      spend(tensor.data.length, name);
      return [name, floatsOf(tensor)];
    });
    return { format: 'safetensors', metadata, tensors: new Map(floats), notes: [] };
  } catch (error) {
    if (error instanceof SafetensorsError) throw new WeightsFileError(error.message, { cause: error });
    throw error;
  }
}

function floatsOf({ dtype, shape, data }: StoredTensor): WeightsArray {
  return { shape, data: data instanceof Float32Array ? data : toFloat32(bytesOf(data), ELEMENT_OF[dtype]) };
}

async function requireSize(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    const facts = await file.stat();
    if (!facts.isFile()) throw new WeightsFileError('not a file');
    if (facts.size > FILE_BYTES_MAX) throw new WeightsFileError(`${facts.size} bytes, ${FILE_BYTES_MAX} at most`);
  } finally {
    await file.close();
  }
}
