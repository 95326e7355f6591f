import compare from './compare.json';
import datasets from './datasets.json';
import folds from './folds.json';
import home from './home.json';
import models from './models.json';
import objects from './objects.json';
import results from './results.json';
import run from './run.json';
import runs from './runs.json';
import shell from './shell.json';
import ui from './ui.json';
import words from './words.json';

/** Every word on screen, a file a feature; `words` holds the names that several features share. */
export const messages = { compare, datasets, folds, home, models, objects, results, run, runs, shell, ui, words };
