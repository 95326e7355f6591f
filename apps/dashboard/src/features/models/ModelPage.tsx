export function ModelPage(_: { name: string }) {
  return null;
}
