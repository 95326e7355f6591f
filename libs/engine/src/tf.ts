/**
 * The one tfjs of the process, with all its gradients registered. The native backend requires the same module, so what
 * is built here runs on it once `openEngine` was called; before that, tfjs falls back to its slow JavaScript backend.
 */
import * as tf from '@tensorflow/tfjs';

export { tf };
