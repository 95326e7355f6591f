/** A value's leaves by path: `{ a: { b: 1 } }` is `{ 'a.b': '1' }`; lists are leaves. */
export function flatten(value: unknown, path = ''): Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { [path]: typeof value === 'string' ? value : JSON.stringify(value) };
  }
  return Object.assign(
    {},
    ...Object.entries(value).flatMap(([key, inner]) =>
      inner === undefined ? [] : [flatten(inner, path === '' ? key : `${path}.${key}`)],
    ),
  );
}
