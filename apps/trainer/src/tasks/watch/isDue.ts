/** Whether an epoch, counted from 1, is one to look at: every so many, and the last. */
export function isDue(epoch: number, { everyEpochs }: { everyEpochs: number }, epochs: number): boolean {
  return epoch % everyEpochs === 0 || epoch === epochs;
}
