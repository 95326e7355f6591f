import { countMask, describeComponents, goldenDifference } from '@assay/classical';
import { InputError } from '@assay/contracts';
import { defineOperation } from './operation';
import { readGrey } from './readGrey';
import { file, number, whole } from './settings';
import { whiteOnBlack } from './writePicture';

/** What a picture shows that a golden one does not, and how that was moved to lie on it. */
export const difference = defineOperation(
  {
    template: file,
    tolerance: number({ min: 0, max: 255 }),
    slack: whole({ min: 0, max: 64 }),
    upsampling: whole({ min: 0, max: 100 }),
    /** Smaller components are left out. */
    area: whole({ min: 1, max: 2 ** 31 - 1 }),
  },
  async ({ template: path, tolerance, slack, upsampling, area = 1 }) => {
    if (path === undefined) {
      throw new InputError({
        where: '--set template',
        found: 'not given',
        fix: 'for instance --set template=good.png',
      });
    }
    const golden = await readGrey(path);
    return (picture, of) => {
      if (picture.width !== golden.width || picture.height !== golden.height) {
        const found = `${picture.width} x ${picture.height} pixels, not the ${golden.width} x ${golden.height} of ${path}`;
        throw new InputError({ where: of, found, fix: 'both must be of one size' });
      }
      const { shift, mask } = goldenDifference(picture, golden, {
        ...(tolerance === undefined ? {} : { tolerance }),
        ...(slack === undefined ? {} : { slack }),
        ...(upsampling === undefined ? {} : { upsampling }),
      });
      const found = describeComponents(mask, 8).filter((component) => component.area >= area);
      const boxes = found.map(({ box, area: pixels }) => ({ ...box, area: pixels }));
      return { answer: { shift, different: countMask(mask), boxes }, picture: whiteOnBlack(mask) };
    };
  },
);
