/** Something that keeps Assay from starting and that the user can change; shown without a stack. */
export class LaunchError extends Error {
  override readonly name = 'LaunchError';
}
