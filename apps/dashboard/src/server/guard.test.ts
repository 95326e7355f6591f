import { afterEach, expect, test, vi } from 'vitest';
import { refuse } from './guard';

afterEach(() => vi.unstubAllEnvs());

const ask = (headers: Record<string, string>, method = 'GET') =>
  refuse(new Request('http://127.0.0.1:4300/api/trpc/x', { method, headers }))?.status ?? 200;

test('local hosts may read, with or without a port', () => {
  for (const host of ['127.0.0.1:4300', 'localhost', 'LOCALHOST:80', '[::1]:4300']) expect(ask({ host })).toBe(200);
});

test('a foreign host is refused until it is named', () => {
  expect(ask({ host: 'evil.example' })).toBe(403);
  expect(ask({ host: '127.0.0.1.evil.example' })).toBe(403);
  expect(ask({})).toBe(403);
  vi.stubEnv('ASSAY_HOSTS', 'lab.example, other');
  expect(ask({ host: 'lab.example:8080' })).toBe(200);
});

test('a change needs the origin of this very server', () => {
  const host = '127.0.0.1:4300';
  expect(ask({ host, origin: 'http://127.0.0.1:4300' }, 'POST')).toBe(200);
  expect(ask({ host, origin: 'http://127.0.0.1:9999' }, 'POST')).toBe(403);
  expect(ask({ host, origin: 'null' }, 'POST')).toBe(403);
  expect(ask({ host }, 'POST')).toBe(403);
});

test('a stream that another site opens is refused', () => {
  const host = 'localhost:4300';
  expect(ask({ host, 'sec-fetch-site': 'same-origin' })).toBe(200);
  expect(ask({ host, 'sec-fetch-site': 'cross-site' })).toBe(403);
  expect(ask({ host, origin: 'http://evil.example' })).toBe(403);
});
