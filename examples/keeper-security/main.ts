import process from 'node:process';
import { keeperPipeline } from './load-keeper.ts';
import { notesOf, writeReport } from './write-report.ts';

// Loads what is new and writes the page: node main.ts, with KEEPER_URL and KEEPER_API_KEY in the environment.
const pipeline = keeperPipeline('.', {
  baseUrl: process.env['KEEPER_URL'] ?? 'http://127.0.0.1:8900',
  apiKey: process.env['KEEPER_API_KEY'] ?? '',
});
const report = await pipeline.run();
const notes = notesOf(report);
for (const note of notes) console.error(note);
await writeReport(pipeline, 'keeper-security.html', new Date(), notes);
console.log('keeper-security.html');
