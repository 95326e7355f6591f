import { InputError } from '@assay/contracts';

/** A config path such as `optimizer.learningRate` and the value to put there. */
export type Setting = readonly [path: string, value: unknown];

/**
 * `path=value` as it is typed: the value is JSON where it can be read as JSON and text otherwise.
 * @throws InputError when there is no path or no value
 */
export function parseSetting(text: string): Setting {
  const at = text.indexOf('=');
  const path = text.slice(0, Math.max(at, 0)).trim();
  if (at < 0 || path === '') {
    throw new InputError({ where: `--set ${text}`, found: 'no "path=value"', fix: 'for instance --set epochs=10' });
  }
  return [path, parseValue(text.slice(at + 1).trim())];
}

/**
 * Puts settings into a config that is not parsed yet; the config itself stays. A new `kind` starts its part anew, since
 * the fields of the old kind mean nothing to it. Whether a path exists is told by parsing the result.
 */
export function applySettings(config: unknown, settings: readonly Setting[]): unknown {
  const isKind = ([path]: Setting): boolean => path.split('.').at(-1) === 'kind';
  const ordered = [...settings.filter(isKind), ...settings.filter((setting) => !isKind(setting))];
  return ordered.reduce((value, setting) => put(value, setting[0].split('.'), setting), config);
}

function put(value: unknown, path: readonly string[], setting: Setting): unknown {
  const [key = '', ...rest] = path;
  const where = `--set ${setting[0]}`;
  if (key === '') throw new InputError({ where, found: 'an empty part in the path', fix: 'write it as a.b.c' });
  if (key === '__proto__' || key === 'constructor' || key === 'prototype') {
    throw new InputError({ where, found: `unknown key "${key}"` });
  }
  if (Array.isArray(value)) {
    const index = Number(key);
    if (!Number.isInteger(index) || index < 0 || index >= value.length) {
      const found = `a list of ${value.length} has no place "${key}"`;
      throw new InputError({ where, found, fix: 'places count from 0; a longer list is set as a whole' });
    }
    return value.with(index, rest.length > 0 ? put(value[index], rest, setting) : setting[1]);
  }
  if (value !== undefined && value !== null && typeof value !== 'object') {
    throw new InputError({ where, found: `${JSON.stringify(value)} has no field "${key}"` });
  }
  const fields: Record<string, unknown> = { ...value };
  if (rest.length > 0) return { ...fields, [key]: put(fields[key], rest, setting) };
  const startsAnew = key === 'kind' && fields.kind !== setting[1];
  return startsAnew ? { kind: setting[1] } : { ...fields, [key]: setting[1] };
}

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
