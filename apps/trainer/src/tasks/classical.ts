import type { ClassicalConfig } from '@assay/contracts';
import type { RunTask } from './context';
import { classifyPictures } from './descriptors/classifyPictures';
import { modelGoodPictures } from './descriptors/modelGoodPictures';
import { findRegionsTask } from './regions/regionsTask';

/** Traditional means: what a pretrained network has to beat. */
export const classical: RunTask<ClassicalConfig> = async (context) => {
  const { goodOnly, regions } = context.config;
  if (regions) return findRegionsTask(context, regions);
  return goodOnly ? modelGoodPictures(context, goodOnly) : classifyPictures(context);
};
