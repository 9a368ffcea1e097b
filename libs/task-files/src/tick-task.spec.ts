import { parseTask } from './parse-task.js';
import { tickTask } from './tick-task.js';

const handEdited = `# Title
## Context
  Odd   spacing stays.\t
## Implementation
Do it.
## Verification
~~~bash timeout=9 check=a
x
~~~
## Acceptance Criteria
*  [ ] One
   wrapped (a)
   - a note
* [ ] Two
`;

describe('tickTask', () => {
  it('changes nothing but boxes and verdicts', () => {
    const ticked = tickTask('01-a.md', handEdited, [{ met: true, verdict: 'passed' }, { met: false }]);
    expect(ticked).toBe(handEdited.replace('[ ] One\n   wrapped (a)', '[x] One wrapped (a) — passed'));
  });

  it('takes an earlier verdict back', () => {
    const once = tickTask('01-a.md', handEdited, [
      { met: false, verdict: 'skipped: no Docker engine answers' },
      { met: true },
    ]);
    const twice = tickTask('01-a.md', once, [{ met: true, verdict: 'passed' }, { met: false }]);
    expect(parseTask('01-a.md', twice).criteria).toEqual([
      { text: 'One wrapped', checks: ['a'], met: true, verdict: 'passed' },
      { text: 'Two', checks: [], met: false },
    ]);
  });

  it('keeps CRLF and the byte order mark', () => {
    const windows = `\uFEFF${handEdited.replaceAll('\n', '\r\n')}`;
    expect(tickTask('01-a.md', windows, [{ met: false }, { met: true }])).toBe(windows.replace('[ ] Two', '[x] Two'));
  });

  it('refuses another number of verdicts', () => {
    expect(() => tickTask('01-a.md', handEdited, [])).toThrow('expected 0 criteria, found 2');
  });
});
