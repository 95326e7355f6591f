import type { ElementType } from '../elements';

/** A Python tuple; lists are arrays, dicts and sets are Maps and Sets. */
export class Tuple {
  constructor(readonly items: readonly PickleValue[]) {}
}

/** A Python object of a class that is known but never built: data beside the weights, such as `argparse.Namespace`. */
export class Unbuilt {
  constructor(readonly className: string) {}
}

/** A class or function that the pickle names; calling it is our own code. */
export class Known {
  constructor(
    readonly className: string,
    readonly call: (items: readonly PickleValue[]) => PickleValue,
  ) {}
}

/** `torch.FloatStorage` or `torch.float32`: a type of values. */
export class TypeName {
  constructor(
    readonly className: string,
    readonly type: ElementType,
  ) {}
}

/** Values that lie elsewhere in the file; tensors may share them. */
export class StorageRef {
  constructor(
    readonly key: string,
    readonly type: ElementType,
    /** Values. */
    readonly length: number,
    /** First value within the bytes of that key: storages may be views of others in old files. */
    readonly start: number,
  ) {}
}

/** A tensor's place in a storage; strides and offset count values. */
export class TensorRef {
  constructor(
    readonly storage: StorageRef,
    readonly offset: number,
    readonly shape: readonly number[],
    readonly strides: readonly number[],
  ) {}
}

export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | PickleValue[]
  | Map<PickleValue, PickleValue>
  | Set<PickleValue>
  | Tuple
  | Unbuilt
  | Known
  | TypeName
  | StorageRef
  | TensorRef;
