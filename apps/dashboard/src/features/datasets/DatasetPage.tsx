export function DatasetPage(_: { name: string }) {
  return null;
}
