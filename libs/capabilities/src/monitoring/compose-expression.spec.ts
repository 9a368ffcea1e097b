import { passwordExpression } from './compose-expression.js';

describe('passwordExpression', () => {
  it.each(['$DB_PASS', '${DB_PASS}', '${DB_PASS:-postgres}', '${DB_PASS-x}', '${DB_PASS:?must be set}'])(
    'takes the variable of %s and no default',
    (value) => {
      expect(passwordExpression(value)).toBe('${DB_PASS:?set DB_PASS in .env}');
    },
  );

  it.each([undefined, 'postgres', 'pre${DB_PASS}', '${A}${B}', '$$literal'])('copies nothing from %s', (value) => {
    expect(passwordExpression(value)).toBeUndefined();
  });
});
