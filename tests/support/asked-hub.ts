import { type Graph, graphOf } from './actors.js';
import { startTestHub, type TestHub } from './hub.js';

/** Starts a hub and its graph for the file that calls this, and hands them over; the graph may have met no bug when it stops. */
export function askedHub(handOver: (hub: TestHub, graph: Graph) => unknown): void {
  let hub: TestHub;
  let graph: Graph;
  beforeAll(async () => {
    hub = await startTestHub();
    graph = await graphOf(hub);
    await handOver(hub, graph);
  });
  afterAll(async () => {
    expect(graph.unexpected).toEqual([]);
    await graph.stop();
    await hub.stop();
  });
}
