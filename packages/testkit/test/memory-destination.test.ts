import { memory, MemoryStore } from '../src/index.ts';
import { describeDestination } from '../src/vitest.ts';

describeDestination({ plugin: memory, options: { store: new MemoryStore() } });
