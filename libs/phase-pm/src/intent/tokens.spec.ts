import { detectLanguages, fold, tokenize } from './tokens.js';

describe('tokenize', () => {
  const words = (text: string) => tokenize(text, ['en'], (word) => word).map(({ word }) => word);

  it.each<[string, readonly string[]]>([
    ['CI/CD with docker-compose.yml', ['ci', 'cd', 'with', 'docker', 'compose', 'yml']],
    ["don't touch l'intégration", ['dont', 'touch', 'l', 'integration']],
    ['容器化 app', ['容', '器', '化', 'app']],
    ['', []],
    ['🚀', []],
  ])('reads %j', (text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  it('knows where clauses and sentences end', () => {
    const gaps = tokenize('Docker, CI. No k8s', ['en'], (word) => word).map(({ gap }) => gap);
    expect(gaps).toEqual(['none', 'clause', 'sentence', 'none']);
  });

  it('keeps the places of the words as they were written', () => {
    const text = 'Ajoute l’Intégration';
    expect(tokenize(text, ['en', 'fr'], (word) => word).map(({ start, end }) => text.slice(start, end))).toEqual([
      'Ajoute',
      'l',
      'Intégration',
    ]);
  });
});

describe('detectLanguages', () => {
  it.each([
    ['Dockerize this app', 'en'],
    ['Crea un archivo para la aplicación', 'es'],
    ['Ajoute une intégration avec des tests', 'fr'],
    ['Bitte die Anwendung einrichten', 'de'],
    ['Implantar no Kubernetes com alertas', 'pt'],
    ['Настрой мониторинг', 'ru'],
    ['添加监控', 'zh'],
  ])('%j is %s', (text, language) => {
    expect(detectLanguages(text)).toContain(language);
  });
});

describe('fold', () => {
  it('drops case, accents and apostrophes', () => {
    expect(['Déployer', 'Größe', 'don’t', 'Ещё'].map(fold)).toEqual(['deployer', 'grosse', 'dont', 'еще']);
  });
});
