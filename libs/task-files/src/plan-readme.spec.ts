import { parsePlanReadme, renderPlanReadme } from './plan-readme.js';

const readme = renderPlanReadme({
  feature: 'containerize-shop',
  title: 'Containerize the shop',
  overview: 'o',
  technicalApproach: 't',
  prerequisites: 'p',
  successCriteria: 's',
  infrastructureWorkflow: 'i',
  tasks: [{ file: '01-create-dockerfiles.md', title: 'Images [all]', summary: 'One: per component' }],
});

describe('renderPlanReadme', () => {
  it('has the six sections of a plan, in order', () => {
    expect(readme.match(/^## .*$/gm)).toEqual([
      '## Overview',
      '## Technical Approach',
      '## Task Execution Order',
      '## Prerequisites',
      '## Success Criteria',
      '## Infrastructure Workflow',
    ]);
    expect(readme).toContain('1. [Images \\[all\\]](01-create-dockerfiles.md): One: per component\n');
  });
});

describe('parsePlanReadme', () => {
  it('keeps tasks that a person reordered, and takes other bullets', () => {
    const text = readme.replace(/^1\. .*$/m, '* [B](02-b.md)\n* [A](01-a.md): first');
    expect(parsePlanReadme('README.md', text).tasks).toEqual([
      { file: '02-b.md', title: 'B', summary: '' },
      { file: '01-a.md', title: 'A', summary: 'first' },
    ]);
  });

  it('takes an underlined heading for prose, also when its text begins with ##', () => {
    const text = readme.replace('\nt\n', '\n##x\n---\n');
    expect(parsePlanReadme('README.md', text).technicalApproach).toBe('##x\n---');
  });

  it.each([
    ['the feature', /^Feature.*$/m, '', '1: expected a line Feature: `name-in-kebab-case` under the title'],
    ['a readable task', /^1\. .*$/m, '1. Do it', '15: expected a task, `1. [Title](01-name.md): summary`'],
    ['a task', /^1\. .*$/m, '', '13: no task is listed'],
    ['tasks that differ', /^1\. .*$/m, '1. [A](01-a.md)\n2. [B](01-a.md)', '16: task file 01-a.md comes twice'],
    ['a section', /^## Overview$/m, '', '28: section `## Overview` is missing'],
  ])('misses %s, with line and reason', (_name, from, to, reason) => {
    expect(() => parsePlanReadme('README.md', readme.replace(from, to))).toThrow(`README.md:${reason}`);
  });
});
