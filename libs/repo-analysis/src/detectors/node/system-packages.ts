import { byCodeUnit } from '@devops-orchestrator/contracts';
import type { Component } from '@devops-orchestrator/contracts';
import type { NodePackage } from './node-package.js';

interface Need {
  build?: readonly string[];
  runtime?: readonly string[];
}

/** Debian packages to compile a native module with node-gyp. */
const compiler = ['g++', 'make', 'python3'];

/** Libraries of a headless Chromium. Source: the packages that Debian's `chromium` depends on. */
const browser = ['chromium', 'fonts-liberation'];

/**
 * Debian 13 packages that npm packages need and a slim image lacks. Modules with prebuilt binaries for glibc (sharp,
 * @node-rs/*, esbuild) need none; those that fall back to compiling when no binary fits get the compiler.
 */
const needs: Readonly<Record<string, Need>> = {
  'better-sqlite3': { build: compiler },
  sqlite3: { build: compiler },
  bcrypt: { build: compiler },
  argon2: { build: compiler },
  'isolated-vm': { build: compiler },
  zeromq: { build: compiler },
  'node-rdkafka': { build: [...compiler, 'libsasl2-dev', 'libssl-dev', 'zlib1g-dev'], runtime: ['libsasl2-2'] },
  'pg-native': { build: [...compiler, 'libpq-dev'], runtime: ['libpq5'] },
  libpq: { build: [...compiler, 'libpq-dev'], runtime: ['libpq5'] },
  canvas: {
    build: [...compiler, 'libcairo2-dev', 'libgif-dev', 'libjpeg-dev', 'libpango1.0-dev', 'librsvg2-dev', 'pkg-config'],
    runtime: ['libcairo2', 'libgif7', 'libjpeg62-turbo', 'libpango-1.0-0', 'libpangocairo-1.0-0', 'librsvg2-2'],
  },
  prisma: { build: ['openssl'], runtime: ['openssl'] },
  '@prisma/client': { build: ['openssl'], runtime: ['openssl'] },
  puppeteer: { runtime: browser },
  'puppeteer-core': { runtime: browser },
  playwright: { runtime: browser },
  'playwright-core': { runtime: browser },
  'fluent-ffmpeg': { runtime: ['ffmpeg'] },
  gm: { runtime: ['graphicsmagick'] },
  imagemagick: { runtime: ['imagemagick'] },
  'pdf-poppler': { runtime: ['poppler-utils'] },
  'node-poppler': { runtime: ['poppler-utils'] },
  pdf2pic: { runtime: ['ghostscript', 'graphicsmagick'] },
  'libreoffice-convert': { runtime: ['libreoffice-core'] },
  'node-tesseract-ocr': { runtime: ['tesseract-ocr'] },
  'simple-git': { runtime: ['git'] },
  usb: { build: [...compiler, 'libudev-dev'], runtime: ['libudev1'] },
};

/** Debian packages by the dependencies of the package and of the internal packages it needs. */
export function findSystemPackages(node: NodePackage): NonNullable<Component['systemPackages']> | undefined {
  const build = new Set<string>();
  const runtime = new Set<string>();
  for (const manifest of [node.manifest, ...node.internal]) {
    for (const [name, range] of [...manifest.dependencies, ...manifest.optionalDependencies]) {
      const need = Object.hasOwn(needs, name) ? needs[name] : undefined;
      need?.build?.forEach((one) => build.add(one));
      need?.runtime?.forEach((one) => runtime.add(one));
      if (isGitDependency(range)) build.add('git').add('ca-certificates');
    }
  }
  if (build.size === 0 && runtime.size === 0) return undefined;
  return { build: [...build].sort(byCodeUnit), runtime: [...runtime].sort(byCodeUnit) };
}

function isGitDependency(range: string): boolean {
  return /^(?:git(?:\+\w+)?:|github:|gitlab:|bitbucket:|[\w-]+\/[\w.-]+(?:#|$))/.test(range);
}
