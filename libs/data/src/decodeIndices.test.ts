import sharp from 'sharp';
import { expect, it } from 'vitest';
import { decodeIndices } from './decodeIndices';
import { encodePng } from './png';

const [width, height] = [37, 8];
const values = Uint8Array.from({ length: width * height }, (_, i) => (i * 53) % 256);
const grey = () => sharp(values, { raw: { width, height, channels: 1 } }).toColourspace('b-w');

it('gives back what was written, whatever the filters, the interlacing and the profile', async () => {
  const files = [
    encodePng({ width, height, channels: 1, data: values }),
    await grey().png().toBuffer(),
    await grey().png({ progressive: true, adaptiveFiltering: true }).toBuffer(),
    await grey()
      .withExif({ IFD0: { Orientation: '6' } })
      .png()
      .toBuffer(),
  ];
  for (const file of files) expect(await decodeIndices(file)).toEqual({ width, height, data: values });
});

it('takes no gamma into account', async () => {
  const file = encodePng({ width, height, channels: 1, data: values });
  // gAMA of 0.45455, before the pixels; the checksum is that of the chunk.
  const gamma = Buffer.from('0000000467414d410000b18f0bfc6105', 'hex');
  const with_ = Buffer.concat([file.subarray(0, 33), gamma, file.subarray(33)]);
  expect((await decodeIndices(with_)).data).toEqual(values);
});

it('refuses all that is not 8-bit grey', async () => {
  const rgb = sharp(values.slice(0, 36), { raw: { width: 4, height: 3, channels: 3 } });
  await expect(decodeIndices(await rgb.png().toBuffer())).rejects.toThrow(/colour \(three channels\)/);
  await expect(decodeIndices(await rgb.clone().ensureAlpha().png().toBuffer())).rejects.toThrow(/four channels/);
  await expect(decodeIndices(await rgb.clone().png({ palette: true }).toBuffer())).rejects.toThrow(/palette/);
  await expect(decodeIndices(await grey().toColourspace('grey16').png().toBuffer())).rejects.toThrow(/16 bits a pixel/);
  await expect(decodeIndices(await grey().jpeg().toBuffer())).rejects.toThrow(/not a PNG/);
  await expect(decodeIndices(new Uint8Array(0))).rejects.toThrow(/empty/);
});

it('refuses a file that ends early', async () => {
  const file = await grey().png().toBuffer();
  await expect(decodeIndices(file.subarray(0, 20))).rejects.toThrow(/ends early/);
  await expect(decodeIndices(file.subarray(0, file.length - 40))).rejects.toThrow(/cannot be decoded/);
});
