/** Measured by `npm run -s bench -- recipes scores`, written by benchmarks/recipes/writeExpected.ts. */
export const EXPECTED_TIMES: Readonly<Record<string, string>> = {
  'barlow-twins': 'about 7.5 min for the steps on 522 pictures (boards, 2 cores)',
  beit: 'about 18 min for the steps on 522 pictures (boards, 2 cores)',
  brightness: 'about 6.0 min for the steps on 522 pictures (boards, 2 cores)',
  byol: 'about 12 min for the steps on 522 pictures (boards, 2 cores)',
  colourisation: 'about 0.4 min for the steps on 18 pictures (hazelnut, 2 cores)',
  denoising: 'about 8.9 min for the steps on 522 pictures (boards, 2 cores)',
  dino: 'about 33 min for the steps on 522 pictures (boards, 2 cores)',
  dvae: 'about 8.5 min for the steps on 522 pictures (boards, 2 cores)',
  inpainting: 'about 9.8 min for the steps on 522 pictures (boards, 2 cores)',
  jigsaw: 'about 4.5 min for the steps on 522 pictures (boards, 2 cores)',
  mae: 'about 7.4 min for the steps on 522 pictures (boards, 2 cores)',
  moco: 'about 6.4 min for the steps on 522 pictures (boards, 2 cores)',
  'moco-v3': 'about 23 min for the steps on 522 pictures (boards, 2 cores)',
  'relative-position': 'about 3.8 min for the steps on 522 pictures (boards, 2 cores)',
  rotation: 'about 18 min for the steps on 522 pictures (boards, 2 cores)',
  simclr: 'about 8.9 min for the steps on 522 pictures (boards, 2 cores)',
  simmim: 'about 18 min for the steps on 522 pictures (boards, 2 cores)',
  simsiam: 'about 8.3 min for the steps on 522 pictures (boards, 2 cores)',
  swav: 'about 13 min for the steps on 522 pictures (boards, 2 cores)',
  vicreg: 'about 9.3 min for the steps on 522 pictures (boards, 2 cores)',
  'vq-kd': 'about 14 min for the steps on 522 pictures (boards, 2 cores)',
};

export const EXPECTED_SCORES: Readonly<Record<string, string>> = {
  brightness: 'kNN 0.53, linear probe 0.57 on test pictures (boards, seed 0; majority 0.50)',
  colourisation: 'kNN 0.75, linear probe 1.00 on test pictures (hazelnut, seed 0; majority 0.75)',
  jigsaw: 'kNN 0.53, linear probe 0.58 on test pictures (boards, seed 0; majority 0.50)',
  mae: 'kNN 0.48, linear probe 0.57 on test pictures (boards, seed 0; majority 0.50)',
  moco: 'kNN 0.62, linear probe 0.65 on test pictures (boards, seed 0; majority 0.50)',
  'relative-position': 'kNN 0.50, linear probe 0.55 on test pictures (boards, seed 0; majority 0.50)',
  simclr: 'kNN 0.63, linear probe 0.70 on test pictures (boards, seed 0; majority 0.50)',
};
