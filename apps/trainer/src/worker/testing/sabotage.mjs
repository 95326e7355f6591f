// Loaded into a run's process by a test, before anything else: makes the native addon misbehave at a later step.
const { ASSAY_TEST_SABOTAGE: kind, ASSAY_TEST_SABOTAGE_RUNS: runs = '6' } = process.env;

if (kind && process.send) {
  const load = process.dlopen;
  process.dlopen = (module, path, ...rest) => {
    load.call(process, module, path, ...rest);
    if (!String(path).includes('tfjs_binding')) return;
    const native = module.exports;
    let count = 0;
    // The addon's own properties cannot be written, so a copy stands in front of it.
    module.exports = {
      ...Object.fromEntries(Object.getOwnPropertyNames(native).map((name) => [name, native[name]])),
      runSavedModel: (session, ...parameters) => {
        count += 1;
        if (count > Number(runs)) return misbehave(native, session, parameters);
        return native.runSavedModel(session, ...parameters);
      },
    };
  };
}

function misbehave(native, session, parameters) {
  if (kind === 'wrongSession') return native.runSavedModel(session + 1000, ...parameters);
  if (kind === 'abort') process.abort();
  if (kind === 'segmentationFault') process.kill(process.pid, 'SIGSEGV');
  // As a native step does: nothing else in this process gets a turn.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 120_000);
  return native.runSavedModel(session, ...parameters);
}
