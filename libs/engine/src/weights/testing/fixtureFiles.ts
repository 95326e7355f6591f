import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

type Expected = Record<string, { shape: number[]; data: (number | string)[] }>;
type Fixture = { expected: Record<string, Expected>; files: Record<string, string> };

/** Files that PyTorch wrote, and the values that they hold; made by tools/reference/weights_files.py. */
export function readFixtureFiles(): { names: string[]; bytes(name: string): Buffer; expected(name: string): Expected } {
  const url = new URL('../fixtures/files.json', import.meta.url);
  const fixture: Fixture = JSON.parse(readFileSync(url, 'utf8'));
  return {
    names: Object.keys(fixture.files),
    bytes: (name) => gunzipSync(Buffer.from(fixture.files[name] ?? '', 'base64')),
    expected: (name) => fixture.expected[name] ?? {},
  };
}
