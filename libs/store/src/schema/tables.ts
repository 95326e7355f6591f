/** Every table; the migrations are generated from this list. */
export { aliases } from './aliases';
export { attempts } from './attempts';
export { audit } from './audit';
export { datasets } from './datasets';
export { datasetVersions } from './datasetVersions';
export { experiments } from './experiments';
export { items } from './items';
export { jobs } from './jobs';
export { metricPoints } from './metricPoints';
export { modelVersions } from './modelVersions';
export { promotionEvents } from './promotionEvents';
export { registeredModels } from './registeredModels';
export { runArtifacts } from './runArtifacts';
export { runEvents } from './runEvents';
export { runMetrics } from './runMetrics';
export { runs } from './runs';
export { workers } from './workers';
