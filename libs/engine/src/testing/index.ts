export { craftZip } from '../weights/testing/craftZip';
export { withShadow } from './shadow';
