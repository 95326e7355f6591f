import { matchTemplate } from '@assay/classical';
import { InputError } from '@assay/contracts';
import { defineOperation } from './operation';
import { readGrey } from './readGrey';
import { file } from './settings';

/** Where a template fits best, by the normalised correlation coefficient. */
export const match = defineOperation({ template: file }, async ({ template: templatePath }) => {
  if (templatePath === undefined) {
    throw new InputError({ where: '--set template', found: 'not given', fix: 'for instance --set template=part.png' });
  }
  const template = await readGrey(templatePath);
  return (picture, path) => {
    try {
      return { answer: matchTemplate(picture, template) };
    } catch (error) {
      if (error instanceof RangeError)
        throw new InputError({ where: `${path}, ${templatePath}`, found: error.message });
      throw error;
    }
  };
});
