import { InputError } from '@assay/contracts';
import { readText, request } from './request';

/**
 * Where a file of a Python package lies, by the simple index (PEP 503 in HTML, PEP 691 in JSON).
 *
 * @throws InputError when the index does not have it
 */
export async function findPackageFile(options: {
  index: string;
  project: string;
  file: string;
  signal?: AbortSignal | undefined;
}): Promise<string> {
  const { project, file } = options;
  const page = `${options.index.replace(/\/+$/, '')}/${project}/`;
  const response = await request(page, {
    headers: { accept: 'application/vnd.pypi.simple.v1+json, text/html;q=0.5' },
    signal: options.signal,
  });
  const text = await readText(page, response);
  const link = linksOf(text, response.headers.get('content-type') ?? '').find(({ name }) => name === file);
  if (!link) throw new InputError({ where: page, found: `no file ${file}`, fix: 'name another index with --index' });
  const url = new URL(link.url, response.url || page);
  url.hash = '';
  return url.href;
}

type Link = { name: string; url: string };

function linksOf(text: string, type: string): Link[] {
  if (type.includes('json')) {
    const { files }: { files?: { filename?: unknown; url?: unknown }[] } = JSON.parse(text);
    return (Array.isArray(files) ? files : []).map(({ filename, url }) => ({
      name: String(filename),
      url: String(url),
    }));
  }
  return [...text.matchAll(/<a\s[^>]*href="([^"]+)"[^>]*>\s*([^<]+?)\s*<\/a>/gi)].map(([, url = '', name = '']) => ({
    name,
    url: url.replaceAll('&amp;', '&'),
  }));
}
