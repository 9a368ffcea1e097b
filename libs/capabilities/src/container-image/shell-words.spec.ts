import { execForm, splitShellWords } from './shell-words.js';

describe('splitShellWords', () => {
  it.each([
    ['node dist/main.js', ['node', 'dist/main.js']],
    [`node -e 'a b' "c d" e\\ f`, ['node', '-e', 'a b', 'c d', 'e f']],
    ['gunicorn "app:create_app()"', ['gunicorn', 'app:create_app()']],
    ["node ''", ['node', '']],
  ])('splits %j', (command, words) => {
    expect(splitShellWords(command)).toEqual(words);
  });

  it.each(['node $FILE', 'a && b', 'a | b', "node 'open", 'ls *.js', 'a > b', 'echo "$X"', 'a; b', 'a `b`'])(
    'leaves %j to a shell',
    (command) => {
      expect(splitShellWords(command)).toBeUndefined();
    },
  );
});

describe('execForm', () => {
  it.each([
    ['node a.js', ['node', 'a.js']],
    ['gunicorn --bind 0.0.0.0:$PORT app:app', ['sh', '-c', 'exec gunicorn --bind 0.0.0.0:$PORT app:app']],
    ['migrate && node $A', ['sh', '-c', 'migrate && exec node $A']],
    ['A=1 node a.js', ['sh', '-c', 'exec env A=1 node a.js']],
  ])('makes the program of %j process 1', (command, words) => {
    expect(execForm(command)).toEqual(words);
  });
});
