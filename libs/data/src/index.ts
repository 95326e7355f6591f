export { type Batch, type BatchOptions, batches, stepsPerEpoch } from './batches';
export { type ClassMaskOptions, classMask } from './classMask';
export { type Component, maskComponents } from './components';
export { type CropOptions, type Crops, cropManifest } from './crop';
export { type ObjectBox, objectsOf } from './cropRegions';
export { decodePicture, isGrey, PictureError, type Pixels, pixelDigest, withChannels } from './decode';
export { decodeIndices, type Indices } from './decodeIndices';
export { manifestDigest, sha256, sha256File, sortManifest } from './digest';
export { type FoldOptions, foldGroups } from './foldGroups';
export { type Dealing, type FoldGroup, foldItems } from './foldItems';
export { type FoldedManifest, foldManifest } from './foldManifest';
export type { Draft, DraftItem, Format } from './formats/format';
export { FORMATS } from './formats/index';
export { classesOf } from './groupItems';
export {
  detectFormat,
  type ImportedDataset,
  type ImportOptions,
  type ImportProgress,
  importFolder,
  summarise,
} from './importFolder';
export { openPack, type Pack } from './openPack';
export { fit, type PackOptions, packDataset, packedItems, packedTemplates, type Resize } from './pack';
export { encodePng } from './png';
export { createPermutation, createRandom, type Random } from './random';
export { cutRegion, type Region, resample } from './resample';
export { type SplitOptions, splitManifest } from './split';
