import type { ComponentKind, Evidence } from '@devops-orchestrator/contracts';
import { evidenceAt } from '../../repository-view.js';
import { chooseHealthRoute } from './health-route.js';
import { shellWord } from './python-package-manager.js';
import { moduleOf } from './python-modules.js';
import { findPythonPort } from './python-port.js';
import { findDependency, inProject, matchStatements, statementEvidence } from './python-project.js';
import type { PythonProject, PythonSource } from './python-project.js';
import { decoratedRoutes } from './python-routes.js';
import { asRecord, asText } from './unknown-values.js';

/** What a project without a web application is. */
export interface PythonScript {
  kind: ComponentKind;
  framework?: string;
  command?: string;
  port?: number;
  portVariable?: string;
  healthPath?: string;
  bindAddress?: string;
  evidence: Evidence;
}

/** Frameworks whose script is started by a program of theirs, or serves by itself. */
const servingFrameworks: readonly {
  dependency: string;
  pattern: RegExp;
  port: number;
  healthPath?: string;
  /** True when the script itself says where it listens. */
  ownPort?: boolean;
  command(script: string, port: number): string;
}[] = [
  {
    dependency: 'streamlit',
    pattern: /^\s*(?:import\s+streamlit\b|from\s+streamlit\b)/,
    port: 8501,
    healthPath: '/_stcore/health',
    command: (script, port) =>
      `streamlit run ${script} --server.address=0.0.0.0 --server.port=${port} --server.headless=true --browser.gatherUsageStats=false`,
  },
  {
    dependency: 'chainlit',
    pattern: /^\s*(?:import\s+chainlit\b|from\s+chainlit\b)/,
    port: 8000,
    command: (script, port) => `chainlit run ${script} --headless --host 0.0.0.0 --port ${port}`,
  },
  {
    // Source: gradio.app/guides/environment-variables: it listens on the loopback address unless it is told another.
    dependency: 'gradio',
    pattern: /\.launch\(/,
    port: 7860,
    ownPort: true,
    command: (script, port) => `env GRADIO_SERVER_NAME=0.0.0.0 GRADIO_SERVER_PORT=${port} python ${script}`,
  },
  { dependency: 'aiohttp', pattern: /\brun_app\(/, port: 8080, ownPort: true, command: (script) => `python ${script}` },
  { dependency: 'tornado', pattern: /\.listen\(/, port: 8888, ownPort: true, command: (script) => `python ${script}` },
  { dependency: 'nicegui', pattern: /\bui\.run\(/, port: 8080, ownPort: true, command: (script) => `python ${script}` },
];

/** Finds a script that serves by itself: Streamlit, aiohttp, Tornado, …. */
export function findServingScript(project: PythonProject): PythonScript | undefined {
  for (const rule of servingFrameworks) {
    if (findDependency(project, rule.dependency) === undefined) continue;
    const [match] = matchStatements(project, rule.pattern).sort((a, b) => scriptRank(a.source) - scriptRank(b.source));
    if (match === undefined) continue;
    // A program of the framework is told the port; a script brings its own.
    const own = rule.ownPort === true ? findPythonPort(project, rule.port) : { port: rule.port };
    const healthPath = rule.healthPath ?? chooseHealthRoute(decoratedRoutes(project))?.path;
    return {
      kind: 'web',
      framework: rule.dependency,
      command: rule.command(shellWord(match.source.path), own.port),
      port: own.port,
      ...(own.variable === undefined ? {} : { portVariable: own.variable }),
      ...(own.host === undefined ? {} : { bindAddress: own.host === 'localhost' ? '127.0.0.1' : own.host }),
      ...(healthPath === undefined ? {} : { healthPath }),
      evidence: statementEvidence(match, `a ${rule.dependency} application`),
    };
  }
  return undefined;
}

const workerCode =
  /\bwhile\s+(?:True|not\s+\w+|running|self\.\w+)\s*:|\bstart_consuming\(|\b(?:blpop|brpop|xreadgroup|xread)\(|\.subscribe\(|\brun_forever\(|\b(?:Blocking|Background|AsyncIO)Scheduler\(|\.run_polling\(|\bstart_polling\(|\binfinity_polling\(|\b(?:bot|client)\.(?:run|polling|start)\(|\bSocketModeHandler\(|\bWorker\(.*\)\.work\(|\brun_pending\(|KafkaConsumer\(|\.iterator\(\)|Consumer\(/;

/** Judges a project without a web framework: a worker, a command line program, a one-shot job, or a library. */
export function classifyScript(project: PythonProject): PythonScript | undefined {
  const crawl = scrapyCrawl(project);
  if (crawl !== undefined) return crawl;
  const main = mainScript(project);
  const loop = matchStatements(project, workerCode)[0];
  const program = declaredProgram(project);
  if (main !== undefined && loop !== undefined && program === undefined) {
    return { kind: 'worker', command: main.command, evidence: statementEvidence(loop, 'works until it is stopped') };
  }
  if (program !== undefined) return program;
  if (main !== undefined) {
    const arguments_ = matchStatements(
      project,
      /\b(?:argparse\.ArgumentParser|ArgumentParser|click\.command|typer\.Typer|fire\.Fire)\b/,
    )[0];
    return arguments_ === undefined
      ? { kind: 'job', command: main.command, evidence: main.evidence }
      : { kind: 'cli', command: main.command, evidence: statementEvidence(arguments_, 'reads command-line arguments') };
  }
  const isPackage =
    project.pyproject['build-system'] !== undefined ||
    project.manifests.some((file) => /setup\.(?:py|cfg)$/.test(file));
  const manifest = project.manifests[0];
  if (manifest === undefined || (!isPackage && project.sources.length === 0)) return undefined;
  return { kind: 'library', evidence: { file: manifest, line: 1, reason: 'a Python project that starts nothing' } };
}

/** A Scrapy project crawls once and ends: its one spider, or all of them in turn. */
function scrapyCrawl(project: PythonProject): PythonScript | undefined {
  const file = inProject(project, 'scrapy.cfg');
  if (!project.view.tree.has(file) || findDependency(project, 'scrapy') === undefined) return undefined;
  const spiders = matchStatements(project, /^\s+name\s*(?::\s*str\s*)?=\s*["']([\w.-]{1,100})["']/).filter(
    ({ source }) => /(?:^|\/)spiders\//.test(source.path),
  );
  const [spider] = spiders;
  if (spider === undefined) return undefined;
  const command =
    spiders.length === 1
      ? `scrapy crawl ${shellWord(spider.groups[0] ?? '')}`
      : "sh -c 'scrapy list | xargs -n 1 scrapy crawl'";
  return { kind: 'job', framework: 'scrapy', command, evidence: statementEvidence(spider, 'a Scrapy spider') };
}

/** `[project.scripts]`, poetry's, or `entry_points`: a program to be installed, not a service. */
function declaredProgram(project: PythonProject): PythonScript | undefined {
  const file = inProject(project, 'pyproject.toml');
  const poetry = asRecord(asRecord(project.pyproject['tool'])['poetry']);
  const scripts = { ...asRecord(poetry['scripts']), ...asRecord(asRecord(project.pyproject['project'])['scripts']) };
  const [name] = Object.keys(scripts).sort();
  if (name !== undefined && asText(scripts[name]) !== undefined) {
    return {
      kind: 'cli',
      command: shellWord(name),
      evidence: evidenceAt(project.view, file, name, 'declares a program'),
    };
  }
  for (const setup of ['setup.py', 'setup.cfg'].map((name) => inProject(project, name))) {
    const declared = /console_scripts[^\n]*\n?[^\n]*?['"\s]([\w-]{1,60})\s*=/.exec(project.view.read(setup) ?? '')?.[1];
    if (declared !== undefined) {
      return {
        kind: 'cli',
        command: declared,
        evidence: evidenceAt(project.view, setup, 'console_scripts', 'declares a program'),
      };
    }
  }
  return undefined;
}

function mainScript(project: PythonProject): { command: string; evidence: Evidence } | undefined {
  const packageMain = project.sources.find((source) => /(?:^|\/)__main__\.py$/.test(source.path));
  const guarded = matchStatements(project, /^if\s+__name__\s*==\s*["']__main__["']\s*:/).sort(
    (a, b) => scriptRank(a.source) - scriptRank(b.source),
  )[0];
  const plain = project.sources.find((source) => ['main.py', 'app.py', 'worker.py', 'run.py'].includes(source.path));
  const source = packageMain ?? guarded?.source ?? plain;
  if (source === undefined) return undefined;
  const module = moduleOf(project, source);
  const nested = module.name.includes('.') && module.root === '.';
  const command = nested ? `python -m ${module.name.replace(/\.__main__$/, '')}` : `python ${shellWord(source.path)}`;
  const evidence =
    guarded?.source === source
      ? statementEvidence(guarded, 'runs as a program')
      : { file: source.file, line: 1, reason: 'runs as a program' };
  return { command, evidence };
}

/** Lower is likelier the entry: known names, near the top. */
function scriptRank(source: PythonSource): number {
  const names = [
    'main.py',
    'app.py',
    'worker.py',
    'server.py',
    'run.py',
    'consumer.py',
    'streamlit_app.py',
    'Home.py',
    'bot.py',
  ];
  const at = names.indexOf(source.path.replace(/^.*\//, ''));
  const page = /(?:^|\/)(?:pages|scripts|tools|examples)\//.test(source.path) ? 200 : 0;
  return source.path.split('/').length * 20 + (at < 0 ? names.length : at) + page;
}
