// node --expose-gc hub-under-trial.mjs, with an IPC channel: the hub, which says on any message how many bytes it holds.
process.on('message', () => {
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  process.send(heapUsed + external);
});
await import('../../dist/src/main.js');
