export { barrier } from './graph/update';
