import { encode } from 'fast-bmp';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { decodePicture, PictureError, pixelDigest, withChannels } from './decode';
import { encodePng } from './png';
import { picture } from './testing/folders';

const rgb = Uint8Array.from([255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9]);
const raw = { raw: { width: 2, height: 2, channels: 3 } } as const;

test('PNG, BMP and our own PNG give the same pixels', async () => {
  const png = await decodePicture(await sharp(rgb, raw).png().toBuffer());
  expect(png).toEqual({ width: 2, height: 2, channels: 3, data: rgb });
  expect(await decodePicture(encodePng(png))).toEqual(png);
  const bmp = encode({ width: 2, height: 2, channels: 3, components: 3, bitsPerPixel: 24, data: rgb });
  expect(await decodePicture(bmp)).toEqual(png);
  expect(pixelDigest(await decodePicture(bmp))).toBe(pixelDigest(png));
});

test('alpha is dropped, a palette becomes colours, 16 bits become 8, EXIF turns', async () => {
  const rgba = Uint8Array.from([255, 0, 0, 0, 0, 255, 0, 128, 0, 0, 255, 255, 9, 9, 9, 255]);
  const alpha = await sharp(rgba, { raw: { width: 2, height: 2, channels: 4 } })
    .png()
    .toBuffer();
  expect([...(await decodePicture(alpha)).data]).toEqual([...rgb]);
  const palette = await sharp(rgb, raw).png({ palette: true }).toBuffer();
  expect((await decodePicture(palette)).channels).toBe(3);
  const deep = await sharp(Uint16Array.from([0, 257, 32896, 65535]), { raw: { width: 4, height: 1, channels: 1 } })
    .toColourspace('grey16')
    .png()
    .toBuffer();
  expect(await decodePicture(deep)).toEqual({
    width: 4,
    height: 1,
    channels: 1,
    data: Uint8Array.from([0, 1, 128, 255]),
  });
  const turned = await sharp(new Uint8Array(6), { raw: { width: 3, height: 2, channels: 1 } })
    .jpeg()
    .withMetadata({ orientation: 6 })
    .toBuffer();
  expect(await decodePicture(turned)).toMatchObject({ width: 2, height: 3 });
});

test('cut-off, empty and other files are refused with their kind', async () => {
  const png = await picture(1, { width: 64, height: 64 });
  const refused = async (bytes: Uint8Array) => {
    const error = await decodePicture(bytes).catch((thrown: unknown) => thrown);
    return error instanceof PictureError ? error.kind : error;
  };
  expect(await refused(png.subarray(0, png.length - 200))).toBe('corrupt');
  expect(await refused(Buffer.from('BM and nothing else'))).toBe('corrupt');
  expect(await refused(new Uint8Array(0))).toBe('corrupt');
  expect(await refused(Buffer.from('%PDF-1.4'))).toBe('not-a-picture');
});

test('grey from three equal channels is the same grey', () => {
  const grey = { width: 256, height: 1, channels: 1 as const, data: Uint8Array.from({ length: 256 }, (_, i) => i) };
  expect(withChannels(withChannels(grey, 3), 1)).toEqual(grey);
});
