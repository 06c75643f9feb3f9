import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { CanaryProject } from './project.ts';

/** A simulated Keeper service that runs as the command of its package. */
export interface RunningSimulator {
  readonly url: string;
  readonly apiKey: string;
  stop(): void;
}

const API_KEY = 'canary-key-of-the-simulator';

/** Starts the simulator that is installed in the project; resolves when it has printed its address. */
export async function startSimulator(project: CanaryProject, records: number): Promise<RunningSimulator> {
  const args = ['--port', '0', '--records', String(records), '--rate-limit', 'off', '--api-key', API_KEY];
  const child = spawn('keeper-simulator', args, {
    cwd: project.folder,
    env: project.environment(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface(child.stdout)) {
    const url = /http:\/\/[\d.]+:\d+/.exec(line)?.[0];
    if (url !== undefined) return { url, apiKey: API_KEY, stop: () => void child.kill() };
  }
  throw new Error('the simulator ended without saying where it listens');
}
