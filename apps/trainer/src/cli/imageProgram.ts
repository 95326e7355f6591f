import type { Command } from 'commander';

/** The traditional operations, one at a time. */
export function addImage(program: Command): void {
  program
    .command('image')
    .description('a traditional operation on pictures: needs no database and no engine')
    .argument(
      '<operation>',
      'threshold, glcm, lbp, gabor, hog, match, components, canny, morphology, difference, background',
    )
    .argument('[path...]', 'pictures')
    .option('--set <key=value...>', 'parameters of the operation; may be repeated')
    .option('--out <file.png>', 'writes the mask, or the picture, that the operation makes of one picture')
    .action(async (operation: string, paths: string[], _options, command: Command) => {
      const { imageCommand } = await import('../commands/image');
      await imageCommand(operation, paths, command.optsWithGlobals());
    });
}
