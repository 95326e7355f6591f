import { renderVariants } from '../methods/variants';
import type { Results } from '../results';
import type { TokenizerName } from './settings';
import type { TokenizerRow } from './tokenizers';

const TITLES: Readonly<Record<TokenizerName, string>> = {
  random: 'random',
  dvae: 'discrete VAE',
  vqKd: 'VQ-KD of SimCLR',
  words: 'words of SimCLR',
};

/** What BEiT learned from each kind of codes, in percent, and how it differs from what it learned from random ones. */
export function renderTokenizers(results: Results<TokenizerRow> | undefined): string {
  return renderVariants({
    rows: results?.rows ?? [],
    what: 'codes',
    variantOf: ({ tokenizer }) => tokenizer,
    titles: TITLES,
    more: {
      'codes used': ({ links }) => links.at(-1)?.perplexity,
      'by the tokenizer': ({ links }) => links.at(-2)?.perplexity,
    },
  });
}
