import type { Component } from '@devops-orchestrator/contracts';
import type { PythonProject } from './python-project.js';

interface PackageRule {
  names: readonly string[];
  build: readonly string[];
  runtime: readonly string[];
}

/**
 * Debian (trixie) packages of distributions that publish no self-contained wheel, or call programs. Distributions with such
 * wheels (Pillow, lxml, cryptography, psycopg2-binary, numpy, …) need nothing.
 */
const rules: readonly PackageRule[] = [
  { names: ['psycopg2'], build: ['gcc', 'libpq-dev'], runtime: ['libpq5'] },
  { names: ['psycopg[c]'], build: ['gcc', 'libpq-dev'], runtime: ['libpq5'] },
  { names: ['psycopg'], build: [], runtime: ['libpq5'] },
  {
    names: ['mysqlclient', 'flask-mysqldb'],
    build: ['gcc', 'default-libmysqlclient-dev', 'pkg-config'],
    runtime: ['libmariadb3'],
  },
  { names: ['mariadb'], build: ['gcc', 'libmariadb-dev'], runtime: ['libmariadb3'] },
  { names: ['pyodbc'], build: [], runtime: ['unixodbc'] },
  {
    names: ['python-ldap', 'django-auth-ldap'],
    build: ['gcc', 'libldap2-dev', 'libsasl2-dev'],
    runtime: ['libldap2', 'libsasl2-2'],
  },
  { names: ['pycairo', 'rlpycairo'], build: ['gcc', 'libcairo2-dev', 'pkg-config'], runtime: ['libcairo2'] },
  { names: ['cairosvg', 'cairocffi'], build: [], runtime: ['libcairo2'] },
  {
    names: ['weasyprint', 'django-weasyprint'],
    build: [],
    runtime: ['libpango-1.0-0', 'libpangoft2-1.0-0', 'libharfbuzz-subset0'],
  },
  { names: ['pdf2image'], build: [], runtime: ['poppler-utils'] },
  { names: ['pytesseract'], build: [], runtime: ['tesseract-ocr'] },
  { names: ['pydub', 'ffmpeg-python', 'openai-whisper', 'yt-dlp', 'moviepy'], build: [], runtime: ['ffmpeg'] },
  { names: ['python-magic'], build: [], runtime: ['libmagic1t64'] },
  { names: ['pyzbar'], build: [], runtime: ['libzbar0t64'] },
  { names: ['opencv-python', 'opencv-contrib-python'], build: [], runtime: ['libgl1', 'libglib2.0-0t64'] },
  { names: ['graphviz', 'pydot'], build: [], runtime: ['graphviz'] },
  { names: ['wand'], build: [], runtime: ['libmagickwand-7.q16-10'] },
  { names: ['gitpython'], build: [], runtime: ['git'] },
  { names: ['pylibmc'], build: ['gcc', 'libmemcached-dev', 'zlib1g-dev'], runtime: ['libmemcached11t64'] },
  { names: ['uwsgi'], build: ['gcc', 'libc6-dev'], runtime: [] },
  {
    names: ['xmlsec', 'python3-saml'],
    build: ['gcc', 'libxmlsec1-dev', 'pkg-config'],
    runtime: ['libxmlsec1-openssl'],
  },
  { names: ['lightgbm', 'xgboost'], build: [], runtime: ['libgomp1'] },
];

/** Debian packages that the project's production dependencies need; undefined when they need none. */
export function pythonSystemPackages(project: PythonProject): Component['systemPackages'] {
  const dependencies = project.dependencies.all.filter((dependency) => !dependency.development);
  const has = (wanted: string): boolean => {
    const [, name = wanted, extra] = /^([^[]+)\[([^\]]+)\]$/.exec(wanted) ?? [];
    // psycopg[binary] brings its own libpq.
    const selfContained = (extras: readonly string[]): boolean =>
      name === 'psycopg' && extra === undefined && (extras.includes('binary') || bundled);
    return dependencies.some(
      (item) =>
        item.name === name && (extra === undefined || item.extras.includes(extra)) && !selfContained(item.extras),
    );
  };
  const bundled = dependencies.some((dependency) => dependency.name === 'psycopg-binary');
  const needed = rules.filter((rule) => rule.names.some(has));
  const fromGit = dependencies.some((dependency) => dependency.source?.startsWith('git') === true);
  const build = [...new Set([...needed.flatMap((rule) => rule.build), ...(fromGit ? ['git'] : [])])].sort();
  if (build.includes('gcc') && !build.includes('libc6-dev')) build.push('libc6-dev');
  const runtime = [...new Set(needed.flatMap((rule) => rule.runtime))].sort();
  return build.length === 0 && runtime.length === 0 ? undefined : { build: build.sort(), runtime };
}
