import type { Evidence } from '@devops-orchestrator/contracts';
import { evidenceAt } from '../../repository-view.js';
import type { NodePackage } from './node-package.js';
import { dependencyEvidence } from './package-manager.js';
import { hasAnyDependency, hasDependency } from './package-manifest.js';

/** `server`: HTTP is served by its code. `rendering`: a framework with its own server. `site`: files after a build. */
export type FrameworkFamily = 'server' | 'rendering' | 'site';

export interface Framework {
  name: string;
  family: FrameworkFamily;
  evidence: Evidence;
}

interface FrameworkRule {
  name: string;
  family: FrameworkFamily;
  /** Any of these packages. */
  packages: readonly string[];
  /** True when a build tool in `devDependencies` is enough. */
  atBuild: boolean;
}

const rule = (
  name: string,
  family: FrameworkFamily,
  packages: string,
  atBuild = family !== 'server',
): FrameworkRule => ({
  name,
  family,
  packages: packages.split(' '),
  atBuild,
});

/** Most specific first: Nest runs on Express, SvelteKit on Vite. */
const rules: readonly FrameworkRule[] = [
  rule('nestjs', 'server', '@nestjs/core'),
  rule('nextjs', 'rendering', 'next'),
  rule('nuxt', 'rendering', 'nuxt nuxt3'),
  rule('remix', 'rendering', '@remix-run/dev @remix-run/node @remix-run/serve'),
  rule('react-router', 'rendering', '@react-router/dev @react-router/serve'),
  rule('sveltekit', 'rendering', '@sveltejs/kit'),
  rule('tanstack-start', 'rendering', '@tanstack/react-start'),
  rule('solidstart', 'rendering', '@solidjs/start'),
  rule('astro', 'rendering', 'astro'),
  rule('gatsby', 'site', 'gatsby'),
  rule('angular', 'site', '@angular/cli @angular/build @angular-devkit/build-angular'),
  rule('docusaurus', 'site', '@docusaurus/core'),
  rule('vitepress', 'site', 'vitepress'),
  rule('eleventy', 'site', '@11ty/eleventy'),
  rule('create-react-app', 'site', 'react-scripts'),
  rule('vue-cli', 'site', '@vue/cli-service'),
  rule('strapi', 'server', '@strapi/strapi'),
  rule('medusa', 'server', '@medusajs/medusa'),
  rule('keystone', 'server', '@keystone-6/core'),
  rule('adonis', 'server', '@adonisjs/core'),
  rule('feathers', 'server', '@feathersjs/feathers'),
  rule('sails', 'server', 'sails'),
  rule('fastify', 'server', 'fastify'),
  rule('koa', 'server', 'koa'),
  rule('hapi', 'server', '@hapi/hapi'),
  rule('hono', 'server', 'hono @hono/node-server'),
  rule('restify', 'server', 'restify'),
  rule('polka', 'server', 'polka'),
  rule('express', 'server', 'express'),
  rule('apollo', 'server', '@apollo/server apollo-server'),
  rule('vite', 'site', 'vite'),
  rule('parcel', 'site', 'parcel'),
  rule('webpack', 'site', 'webpack-dev-server'),
];

/** The frameworks of a package, most specific first: an Express server may also hold a Vite site. */
export function findFrameworks(node: NodePackage): Framework[] {
  return rules.flatMap(({ name, family, packages, atBuild }) => {
    const found = packages.find((one) => (atBuild ? hasAnyDependency : hasDependency)(node.manifest, one));
    return found === undefined ? [] : [{ name, family, evidence: dependencyEvidence(node.view, node.manifest, found) }];
  });
}

/** What a framework's own configuration says about how it is delivered. */
export interface FrameworkDelivery {
  /** `static`: files only. */
  mode: 'server' | 'static';
  start?: string;
  port?: number;
  outputDirectory?: string;
  traits: Record<string, string>;
  evidence: Evidence[];
  /** True when unknown paths must be answered with the index page. */
  spaFallback?: boolean;
}

/** Configuration file of a framework, whatever its ending. */
export function configFile(node: NodePackage, stem: string): string | undefined {
  return node.firstFile(['ts', 'mts', 'js', 'mjs', 'cjs'].map((ending) => `${stem}.${ending}`));
}

/** The string literal of a setting (`output: 'export'`) in a configuration file. */
export function literalSetting(
  node: NodePackage,
  file: string | undefined,
  name: string,
): { value: string; evidence: Evidence } | undefined {
  if (file === undefined) return undefined;
  const pattern = new RegExp(`\\b${name}['"]?\\s{0,20}:\\s{0,20}['"\`]([^'"\`\\n]{0,200})['"\`]`);
  const path = node.pathOf(file);
  const value = pattern.exec(node.view.read(path) ?? '')?.[1];
  return value === undefined
    ? undefined
    : { value, evidence: evidenceAt(node.view, path, pattern, `${name} is ${value}`) };
}
