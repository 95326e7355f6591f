export { withShadow } from './shadow';
