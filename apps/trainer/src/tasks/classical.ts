import type { ClassicalConfig } from '@assay/contracts';
import type { RunTask } from './context';
import { classifyPictures } from './descriptors/classifyPictures';
import { modelGoodPictures } from './descriptors/modelGoodPictures';

/** Traditional means: what a pretrained network has to beat. */
export const classical: RunTask<ClassicalConfig> = async (context) => {
  const { goodOnly } = context.config;
  return goodOnly ? modelGoodPictures(context, goodOnly) : classifyPictures(context);
};
