import { openEngine } from '../openEngine';

// Test files share their process and with it the engine, and two processes run at once: a thread each.
openEngine({ threads: 1 });
