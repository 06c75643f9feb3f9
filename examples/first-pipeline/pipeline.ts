import { loadOrders } from './load-orders.ts';

const { report, pieces } = await loadOrders('.');
console.log(
  report.status,
  report.loads.map(({ loadId }) => loadId),
  pieces,
);
