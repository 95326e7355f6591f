export { craftZip } from '../weights/testing/craftZip';
export { readFixtureFiles } from '../weights/testing/fixtureFiles';
export { withShadow } from './shadow';
