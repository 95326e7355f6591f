/** The experiment that a fresh installation queues by itself. Each line is a recipe and the seeds it is repeated with. */
export const FIRST_RUN = {
  experiment: 'Does pretraining help on circuit boards?',
  question:
    'Is a small network better at telling board defects apart after SimCLR or a masked autoencoder than from scratch, ' +
    'and does either beat hand-made features? Same training pictures, same held-out boards.',
  /** Cheapest first, so that there is something to see early. */
  strategies: [
    { recipe: 'boards-classical', seeds: [0, 1] },
    { recipe: 'boards-scratch', seeds: [0, 1] },
    { recipe: 'boards-simclr', seeds: [0, 1] },
    { recipe: 'boards-mae', seeds: [0, 1] },
  ],
  goodOnly: { experiment: 'Can hazelnuts be judged from good ones alone?', recipe: 'hazelnut-padim', seeds: [0] },
} as const;
