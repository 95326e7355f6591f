import { randomBytes } from 'node:crypto';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const LENGTH = 10;

/** A new id: 10 characters of lower-case base32 (49 random bits), a letter first so that it never reads as a number. */
export function createId(): string {
  const bytes = randomBytes(LENGTH);
  return Array.from(bytes, (byte, place) => ALPHABET[place === 0 ? byte % 26 : byte % 32]).join('');
}
