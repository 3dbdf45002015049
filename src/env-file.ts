import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';

/**
 * Loaded ahead of the program by `npm start` and `npm run cli`: what `.env` in this folder says, where the environment does
 * not say otherwise. A command that knew less than the service would speak of another database, an embedded one, made for
 * it on the spot. Not part of the programs themselves: tests start those in this folder.
 */
const FILE = '.env';
if (existsSync(FILE)) loadEnvFile(FILE);
