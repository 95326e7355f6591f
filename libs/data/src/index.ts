export { decodePicture, isGrey, PictureError, type Pixels, pixelDigest, withChannels } from './decode';
export { manifestDigest, sha256, sha256File, sortManifest } from './digest';
export type { Draft, DraftItem, Format } from './formats/format';
export { FORMATS } from './formats/index';
export {
  detectFormat,
  type ImportedDataset,
  type ImportOptions,
  type ImportProgress,
  importFolder,
  summarise,
} from './importFolder';
export { createPermutation, createRandom, type Random } from './random';
