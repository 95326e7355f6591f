import type { RunConfigInput } from '@assay/contracts';

/** A named, complete run config. `assay run NAME` queues it, and any field can be changed with `--set path=value`. */
export type Recipe = {
  name: string;
  title: string;
  description: string;
  command: string;
  /** Wall-clock time of one seed with the machine it was measured on; null until measured. */
  expectedTime: string | null;
  /** The figure to expect, with its spread over seeds; null until measured. */
  expectedScore: string | null;
  /** Takes network and input from what it starts from: its own are for a start from nothing. */
  followsInit?: true;
  /** Names its dataset; generic recipes need `--set dataset.name=NAME`. */
  config: RunConfigInput | RecipeWithoutDataset;
};

/** A config that fits any dataset: queueing it without a dataset is refused. */
export type RecipeWithoutDataset = DistributiveOmit<RunConfigInput, 'dataset'>;

type DistributiveOmit<T, Key extends PropertyKey> = T extends unknown ? Omit<T, Key> : never;
