/** Door for threads that only read packs: without the decoders of picture files. */
export { type Batch, type BatchOptions, batches } from './batches';
export { openPack, type Pack } from './openPack';
