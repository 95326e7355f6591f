/** Measured by `npm run -s bench -- recipes`, written by benchmarks/recipes/writeTimes.ts. */
export const EXPECTED_TIMES: Readonly<Record<string, string>> = {
  beit: 'about 18 min for the steps on 522 pictures (boards, 2 cores)',
  byol: 'about 68 min for the steps on 522 pictures (boards, 2 cores)',
  dvae: 'about 33 min for the steps on 522 pictures (boards, 2 cores)',
  mae: 'about 7.9 min for the steps on 522 pictures (boards, 2 cores)',
  moco: 'about 33 min for the steps on 522 pictures (boards, 2 cores)',
  'moco-v3': 'about 49 min for the steps on 522 pictures (boards, 2 cores)',
  simclr: 'about 53 min for the steps on 522 pictures (boards, 2 cores)',
  simmim: 'about 19 min for the steps on 522 pictures (boards, 2 cores)',
  'vq-kd': 'about 13 min for the steps on 522 pictures (boards, 2 cores)',
};
