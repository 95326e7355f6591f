import { IMPORT_TABLE } from './importTable.mjs';

/**
 * Checks Nx's own view of the workspace, which also sees dependencies that no import line shows.
 * @param {{ nodes: Record<string, { data: { tags?: string[], root: string } }>,
 *   dependencies: Record<string, { target: string }[]> }} graph
 * @returns {string[]} one line a problem
 */
export function checkGraph({ nodes, dependencies }) {
  const packageOf = (node) =>
    nodes[node]?.data.tags?.find((tag) => tag.startsWith('package:'))?.slice('package:'.length);
  const problems = [];
  for (const [from, edges] of Object.entries(dependencies)) {
    const owner = packageOf(from);
    if (!owner) continue;
    const rule = IMPORT_TABLE[owner];
    for (const { target } of edges) {
      const name = packageOf(target);
      if (!name || name === owner) continue;
      if (!rule || !(rule.ours.includes(name) || rule.types?.includes(name))) {
        problems.push(`project graph: ${owner} may not depend on ${name}`);
      }
    }
  }
  return [...new Set(problems)];
}
