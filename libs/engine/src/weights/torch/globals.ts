import { ELEMENTS, type ElementType } from '../elements';
import { WeightsFileError } from '../weightsFile';
import { Known, type PickleValue, StorageRef, TensorRef, Tuple, TypeName, Unbuilt } from './values';

/** `torch.FloatStorage` and the like. */
const STORAGES: Readonly<Record<string, ElementType>> = {
  FloatStorage: 'float32',
  DoubleStorage: 'float64',
  HalfStorage: 'float16',
  BFloat16Storage: 'bfloat16',
  LongStorage: 'int64',
  IntStorage: 'int32',
  ShortStorage: 'int16',
  CharStorage: 'int8',
  ByteStorage: 'uint8',
  BoolStorage: 'bool',
  UntypedStorage: 'uint8',
};

/** `torch.float32` and the like; PyTorch pickles them by these names. */
const TYPES: Readonly<Record<string, ElementType>> = {
  float32: 'float32',
  float64: 'float64',
  float16: 'float16',
  bfloat16: 'bfloat16',
  int64: 'int64',
  int32: 'int32',
  int16: 'int16',
  int8: 'int8',
  uint8: 'uint8',
  uint16: 'uint16',
  uint32: 'uint32',
  uint64: 'uint64',
  bool: 'bool',
};

const FUNCTIONS: Readonly<Record<string, (items: readonly PickleValue[]) => PickleValue>> = {
  'collections.OrderedDict': orderedDict,
  'torch._utils._rebuild_tensor': rebuildTensor,
  'torch._utils._rebuild_tensor_v2': rebuildTensor,
  'torch._utils._rebuild_tensor_v3': rebuildTypedTensor,
  'torch._utils._rebuild_parameter': parameter,
  'torch._utils._rebuild_parameter_with_state': parameter,
  'torch.nn.parameter.Parameter': parameter,
  'torch.Size': ([sizes]) => (sizes instanceof Tuple ? sizes : new Tuple([])),
};

/**
 * Data that training scripts store beside the weights: it is passed over and never built. Other classes are refused, since
 * a file that names them is no state dict.
 */
const BESIDE = new Set([
  'argparse.Namespace',
  'types.SimpleNamespace',
  'collections.defaultdict',
  'collections.Counter',
  'datetime.datetime',
  'datetime.timedelta',
  'pathlib.PosixPath',
  'pathlib.WindowsPath',
  'pathlib.PurePosixPath',
  'pathlib._local.PosixPath',
  '_codecs.encode',
  'numpy.dtype',
  'numpy.ndarray',
  'numpy.core.multiarray.scalar',
  'numpy.core.multiarray._reconstruct',
  'numpy._core.multiarray.scalar',
  'numpy._core.multiarray._reconstruct',
  'torch.device',
  'torch.torch_version.TorchVersion',
  'yacs.config.CfgNode',
  'easydict.EasyDict',
  'addict.addict.Dict',
  'ml_collections.config_dict.config_dict.ConfigDict',
  'omegaconf.dictconfig.DictConfig',
  'omegaconf.listconfig.ListConfig',
  'omegaconf.base.ContainerMetadata',
  'omegaconf.base.Metadata',
  'omegaconf.nodes.AnyNode',
  'typing.Any',
  ...['int', 'float', 'str', 'bool', 'list', 'dict', 'tuple', 'set'].flatMap((name) => [
    `builtins.${name}`,
    `__builtin__.${name}`,
  ]),
]);

/** @throws WeightsFileError for a class or function that is neither part of a state dict nor known as data beside one */
export function resolveGlobal(module: string, name: string): PickleValue {
  const className = `${module}.${name}`;
  if (module === 'torch' || module === 'torch.storage' || module === 'torch.cuda') {
    const type = Object.hasOwn(STORAGES, name) ? STORAGES[name] : undefined;
    if (type) return new TypeName(className, type);
  }
  if (module === 'torch' && Object.hasOwn(TYPES, name)) {
    const type = TYPES[name];
    if (type) return new TypeName(className, type);
  }
  const call = Object.hasOwn(FUNCTIONS, className) ? FUNCTIONS[className] : undefined;
  if (call) return new Known(className, call);
  if (BESIDE.has(className)) return new Unbuilt(className);
  throw new WeightsFileError(
    `the pickle asks for ${JSON.stringify(className.slice(0, 120))}, which is refused: nothing but tensors is loaded (save the model's state_dict() alone)`,
  );
}

/** `('storage', type, key, device, length)`, and in old files the place within another storage. */
export function resolvePersistent(id: PickleValue): StorageRef {
  const [word, type, key, , length, view] = id instanceof Tuple ? id.items : [];
  if (word !== 'storage' || !(type instanceof TypeName) || typeof key !== 'string' || !isCount(length)) {
    throw new WeightsFileError('the pickle asks for something that is no storage');
  }
  if (!(view instanceof Tuple)) return new StorageRef(key, type.type, length, 0);
  const [, start, viewLength] = view.items;
  if (!isCount(start) || !isCount(viewLength) || start + viewLength > length) {
    throw new WeightsFileError(`storage ${key}: a view that lies outside`);
  }
  return new StorageRef(key, type.type, viewLength, start);
}

function orderedDict([pairs]: readonly PickleValue[]): PickleValue {
  const dict = new Map<PickleValue, PickleValue>();
  if (pairs === undefined) return dict;
  const items = pairs instanceof Tuple ? pairs.items : pairs;
  if (!Array.isArray(items)) throw broken();
  for (const pair of items) {
    const [key, value] = pair instanceof Tuple ? pair.items : Array.isArray(pair) ? pair : [];
    if (key === undefined || value === undefined) throw broken();
    dict.set(key, value);
  }
  return dict;
}

function rebuildTensor([storage, offset, sizes, strides]: readonly PickleValue[]): TensorRef {
  if (!(storage instanceof StorageRef) || !isCount(offset)) throw broken();
  const shape = countsOf(sizes);
  const steps = countsOf(strides);
  if (shape.length !== steps.length || shape.length > 32) throw broken();
  const isEmpty = shape.includes(0);
  const last = shape.reduce((at, size, axis) => at + (size - 1) * (steps[axis] ?? 0), offset);
  if (!isEmpty && !(last < storage.length)) {
    throw new WeightsFileError(
      `storage ${storage.key}: a tensor of shape [${shape}] reaches over its ${storage.length} values`,
    );
  }
  return new TensorRef(storage, offset, shape, steps);
}

/** The storage is bytes without a type; offset and strides count values of the type that is named beside. */
function rebuildTypedTensor(items: readonly PickleValue[]): TensorRef {
  const [storage, offset, sizes, strides, , , type] = items;
  if (!(storage instanceof StorageRef) || !(type instanceof TypeName)) throw broken();
  const { bytes } = ELEMENTS[type.type];
  const typed = new StorageRef(storage.key, type.type, Math.floor(storage.length / bytes), 0);
  return rebuildTensor([typed, offset ?? null, sizes ?? null, strides ?? null]);
}

function parameter([tensor]: readonly PickleValue[]): TensorRef {
  if (!(tensor instanceof TensorRef)) throw broken();
  return tensor;
}

function countsOf(value: PickleValue | undefined): number[] {
  const items = value instanceof Tuple ? value.items : Array.isArray(value) ? value : undefined;
  if (!items) throw broken();
  return items.map((item) => {
    if (!isCount(item)) throw broken();
    return item;
  });
}

function isCount(value: PickleValue | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function broken(): WeightsFileError {
  return new WeightsFileError('the pickle is broken: a tensor is not described as PyTorch does');
}
