// Runs the browser tests against a real service: the one at DIEMNONG_URL, or
// ../bin/diemnong with the demonstration city on a free port and a folder of
// its own, which is ended and removed afterwards. Arguments name the files to
// run, without their ending; none runs all. What stands after -- goes to node's
// test runner, whose summary closes the output.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));
const compiled = join(here, '../node_modules/.e2e');
const { tests, flags } = await wanted(process.argv.slice(2));

/** Complaints of the demonstration city: enough for every hexagon size, quick to make. */
const ROWS = process.env.DIEMNONG_E2E_ROWS ?? '20000';
/** A cold machine makes the database first, and then some thousand complaints a second. */
const START_TIMEOUT_MS = 240_000 + Number(ROWS);

/** Lets the stories record a complaint in their own service. */
const TOKEN = randomUUID();

/** No file of stories takes this long, even on a busy machine: one that hangs must not hold up the others for good. */
const FILE_TIMEOUT_MS = 900_000;

/** The tests that are asked for, in the order of the alphabet, and what is for the test runner. */
async function wanted(args) {
  const end = args.indexOf('--');
  const names = end < 0 ? args : args.slice(0, end);
  const endings = /\.test\.ts$/;
  const all = (await readdir(here)).filter(name => endings.test(name)).map(name => name.replace(endings, ''));
  const unknown = names.filter(name => !all.includes(name));
  if (unknown.length > 0)
    throw new Error(`no such tests: ${unknown.join(', ')}; there are ${all.sort().join(', ')}`);
  return { tests: names.length > 0 ? names : all.sort(), flags: end < 0 ? [] : args.slice(end + 1) };
}

async function compile() {
  await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      ssr: true,
      outDir: compiled,
      emptyOutDir: true,
      rolldownOptions: { input: Object.fromEntries(tests.map(t => [t, join(here, `${t}.test.ts`)])) },
    },
  });
}

/** Starts the binary and gives its address, once it says that it is ready. */
async function startService() {
  const folder = await mkdtemp(join(tmpdir(), 'diemnong-e2e-'));
  const program = spawn(join(here, '../../bin/diemnong'), ['serve', '--demo-if-empty', '--demo-rows', ROWS], {
    env: {
      ...process.env,
      DIEMNONG_LISTEN: '127.0.0.1:0',
      DIEMNONG_DATA_DIR: folder,
      DIEMNONG_WRITE_TOKEN: TOKEN,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise(resolve => program.once('exit', resolve));
  const stop = async () => {
    program.kill('SIGINT');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  let output = '';
  const url = await new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`the service is not ready in time:\n${output}`)),
      START_TIMEOUT_MS,
    );
    const read = chunk => {
      output += chunk;
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(output);
      if (!address) return;
      clearTimeout(timer);
      resolve(address[0]);
    };
    program.stdout.on('data', read);
    program.stderr.on('data', read);
    program.once('error', reject);
    program.once('exit', code => reject(new Error(`the service ended with ${code}:\n${output}`)));
  }).catch(async error => {
    await stop();
    throw error;
  });
  return { url, folder, stop };
}

function runTests({ url, folder }) {
  const files = tests.map(t => join(compiled, `${t}.js`));
  const node = spawn(
    process.execPath,
    ['--test', '--test-concurrency=1', '--test-timeout', String(FILE_TIMEOUT_MS), ...flags, ...files],
    {
      env: {
        ...process.env,
        DIEMNONG_URL: url,
        ...(folder && { DIEMNONG_E2E_FOLDER: folder, DIEMNONG_WRITE_TOKEN: TOKEN }),
      },
      stdio: 'inherit',
    },
  );
  return new Promise(resolve => node.once('exit', code => resolve(code ?? 1)));
}

await compile();
const service = process.env.DIEMNONG_URL
  ? { url: process.env.DIEMNONG_URL, stop: async () => {} }
  : await startService();
try {
  process.exitCode = await runTests(service);
} finally {
  await service.stop();
}
