import { expect, test } from 'vitest';
import { sniffContentType } from './sniffContentType';

test('pictures are known by their first bytes', () => {
  expect(sniffContentType(Buffer.from('89504e470d0a1a0a0000', 'hex'))).toBe('image/png');
  expect(sniffContentType(Buffer.from('ffd8ffe000104a46', 'hex'))).toBe('image/jpeg');
  expect(sniffContentType(Buffer.from('RIFF\0\0\0\0WEBPVP8 '))).toBe('image/webp');
});

test('what a browser could run, and what is cut off, is plain bytes', () => {
  for (const text of ['<html><script>', '<svg xmlns="http://www.w3.org/2000/svg">', '\x89PN', '']) {
    expect(sniffContentType(Buffer.from(text, 'latin1'))).toBe('application/octet-stream');
  }
});
