import type { Phrases, TargetEntry } from './entry.js';

/** Clouds, CI systems, registries and strategies by the words that state them. */
export const targetEntries: readonly TargetEntry[] = [
  {
    field: 'cloud',
    value: 'aws',
    phrases: {
      any: '=aws, amazon web services, =ecs, ecs fargate, fargate, =rds, cloudfront, =vpc, elasticache, =alb, =ec2, =eks, app runner, cloudformation, aws cdk, aws lambda, aws ecs, aws ecs fargate, elastic beanstalk',
      zh: '亚马逊云',
    },
  },
  {
    field: 'cloud',
    value: 'gcp',
    phrases: {
      any: '=gcp, google cloud, google cloud platform, cloud run, google cloud run, cloud sql, compute engine, memorystore, =gke',
      zh: '谷歌云',
    },
  },
  {
    field: 'cloud',
    value: 'azure',
    phrases: {
      any: '=azure, microsoft azure, azure container app, azure app service, azure flexible server, azure container instances, =aks',
    },
  },
  { field: 'cloud', value: 'digitalocean', phrases: { any: 'digitalocean, digital ocean, doks' } },
  { field: 'cloud', value: 'hetzner', phrases: { any: 'hetzner' } },
  { field: 'cloud', value: 'scaleway', phrases: { any: 'scaleway' } },
  { field: 'cloud', value: 'ovh', phrases: { any: '=ovh, ovhcloud' } },
  { field: 'cloud', value: 'alibaba', phrases: { any: 'alibaba cloud, aliyun', zh: '阿里云' } },
  { field: 'cloud', value: 'yandex', phrases: { any: 'yandex cloud', ru: 'яндекс облако, яндекс клауд' } },
  {
    field: 'ci',
    value: 'github',
    phrases: { any: 'github action, github workflow, gh action, github ci, github pipeline', ru: 'гитхаб экшенс' },
  },
  {
    field: 'ci',
    value: 'gitlab',
    phrases: { any: 'gitlab, gitlab ci, gitlab ci yml, gitlab pipeline, gitlab runner, git lab' },
  },
  { field: 'ci', value: 'jenkins', phrases: { any: '=jenkins, jenkinsfile, jenkins pipeline' } },
  { field: 'ci', value: 'circleci', phrases: { any: 'circleci, circle ci' } },
  {
    field: 'ci',
    value: 'azure',
    phrases: { any: 'azure pipeline, azure devops, azure devops pipeline, azure pipelines yml' },
  },
  { field: 'ci', value: 'bitbucket', phrases: { any: 'bitbucket, bitbucket pipeline, bitbucket pipelines yml' } },
  { field: 'registry', value: 'docker-hub', phrases: { any: 'docker hub, dockerhub, docker io', ru: 'докер хаб' } },
  {
    field: 'registry',
    value: 'ghcr',
    phrases: { any: '=ghcr, ghcr io, github container registry, github packages, github registry' },
  },
  { field: 'registry', value: 'ecr', phrases: { any: '=ecr, elastic container registry' } },
  { field: 'registry', value: 'gar', phrases: { any: 'artifact registry, =gcr, gcr io, google container registry' } },
  { field: 'registry', value: 'acr', phrases: { any: '=acr, azure container registry' } },
  { field: 'registry', value: 'gitlab', phrases: { any: 'gitlab registry, gitlab container registry' } },
  { field: 'registry', value: 'quay', phrases: { any: 'quay io, =quay' } },
  { field: 'registry', value: 'harbor', phrases: { any: '=harbor' } },
  {
    field: 'strategy',
    value: 'blue-green',
    phrases: {
      any: 'blue green',
      es: 'azul verde',
      fr: 'bleu vert',
      de: 'blau grun',
      pt: 'azul verde',
      ru: 'сине зеленый',
      zh: '蓝绿',
    },
  },
  {
    field: 'strategy',
    value: 'canary',
    phrases: { any: 'canary', es: 'canario', fr: 'canari', pt: 'canario', ru: 'канареечный', zh: '金丝雀, 灰度' },
  },
  {
    field: 'strategy',
    value: 'rolling',
    phrases: {
      en: 'rolling update, rolling deployment, rolling deploy, rolling release, rolling upgrade, rolling restart, deployment … rolling, rolling strategy',
      es: 'actualizacion progresiva',
      fr: 'mise a jour progressive',
      de: 'rollierendes update, rolling update',
      pt: 'atualizacao gradual',
      ru: 'поэтапное обновление',
      zh: '滚动更新, 滚动发布',
    },
  },
  { field: 'strategy', value: 'recreate', phrases: { en: 'recreate strategy, recreate deployment' } },
];

/**
 * Environments. `named` words always state one; `plain` ones, which also mean a quality or an activity ("production images"),
 * do beside a preposition, the word environment, or another environment.
 */
export const environmentEntries: readonly { value: string; named?: Phrases; plain?: Phrases }[] = [
  {
    value: 'development',
    named: {
      en: 'local dev, local development, dev environment, development environment, dev cluster, dev overlay',
      es: 'desarrollo local, entorno de desarrollo',
      fr: 'developpement local, environnement de developpement',
      de: 'lokale entwicklung, entwicklungsumgebung*',
      pt: 'desenvolvimento local, ambiente de desenvolvimento',
      ru: 'локальная разработка, среда разработки, окружение разработки',
      zh: '本地开发, 开发环境',
    },
    plain: {
      en: '=dev, =development',
      es: '=desarrollo',
      fr: '=developpement',
      de: '=entwicklung',
      pt: '=desenvolvimento',
      ru: 'разработка',
      zh: '开发',
    },
  },
  {
    value: 'staging',
    named: {
      any: '=staging, preprod, pre prod, pre production',
      es: 'preproduccion',
      fr: 'preproduction',
      de: 'vorproduktion',
      pt: 'homologacao',
      ru: 'стейджинг, стейдж',
      zh: '预发布, 预发环境, 预生产',
    },
  },
  {
    value: 'production',
    named: {
      en: 'production environment, prod environment, production cluster, production overlay, production server, production namespace, live environment',
      es: 'entorno de produccion',
      fr: 'environnement de production',
      de: 'produktionsumgebung*',
      pt: 'ambiente de producao',
      ru: 'продакшен, рабочая среда',
      zh: '生产环境',
    },
    plain: { any: '=prod, =production', es: '=produccion', de: '=produktion', pt: '=producao', ru: '=прод, =проде' },
  },
  {
    value: 'test',
    named: {
      en: 'test environment, testing environment, qa environment, uat environment, =uat',
      es: 'entorno de pruebas',
      fr: 'environnement de test, environnement de recette',
      de: 'testumgebung*',
      pt: 'ambiente de testes',
      ru: 'тестовая среда, тестовое окружение',
      zh: '测试环境',
    },
    plain: { en: '=qa, =test' },
  },
  {
    value: 'preview',
    named: {
      en: 'preview environment, preview deployment, review app, ephemeral environment',
      de: 'vorschauumgebung*',
      zh: '预览环境',
    },
  },
];

/** Words that make the environment after them one that is meant: "for production", "to staging". */
export const environmentPrepositions: ReadonlySet<string> = new Set(
  'for to in into on onto per our the your and or both en para environments environment entornos environnements umgebungen ambientes окружения 境 a au pour la le et y e fur auf nach und em no na в на для и 在 到 于 用'.split(
    ' ',
  ),
);

/** Words that may follow such an environment: "for production with backups", "production after approval". */
export const environmentEndings: ReadonlySet<string> = new Set(
  [
    'for to in into on onto and or with using via after when automatically cluster environment environments entorno entornos',
    'environnement environnements umgebung umgebungen ambiente ambientes usando utilizando mit avec con com через and y et und e и 和 环 окружение окружения',
  ]
    .join(' ')
    .split(' '),
);

/** Azure writes its regions as words; the other clouds' ids are recognized by their shape. */
export const azureRegions: readonly string[] =
  'eastus eastus2 westus westus2 westus3 centralus northcentralus southcentralus westcentralus canadacentral canadaeast brazilsouth northeurope westeurope uksouth ukwest francecentral germanywestcentral switzerlandnorth norwayeast swedencentral polandcentral italynorth spaincentral uaenorth southafricanorth centralindia southindia westindia eastasia southeastasia japaneast japanwest koreacentral australiaeast australiasoutheast'.split(
    ' ',
  );
