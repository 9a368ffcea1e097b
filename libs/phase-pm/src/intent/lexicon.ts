/**
 * Words of requests and the capability they ask for. Data: patterns are matched against lower-case text; each is linear.
 * `strong` words ask by themselves; `weak` words (which also occur in requests about the application: a container with
 * padding, a data pipeline, a dashboard page) ask only in a clause that holds another infrastructure word, or together
 * with a verb of setting up and nothing of the application.
 */
export interface LexiconEntry {
  id: string;
  strong: readonly RegExp[];
  /** Ask like strong words, but not in a clause about a screen of the application ("a monitoring page"). */
  soft?: readonly RegExp[];
  weak?: readonly RegExp[];
}

export const capabilityLexicon: readonly LexiconEntry[] = [
  {
    id: 'container-image',
    strong: [
      /\bdocker[- ]?(?:i[sz](?:e[ds]?|ing|ation)|files?|images?|container(?:s|ized)?|builds?|set-?up)\b/g,
      /\bdocker\b(?![- ]compose)/g,
      /\bcontaineri[sz](?:e[ds]?|ing|ation)\b/g,
      /\bcontainer images?\b/g,
      /\boci images?\b/g,
      /\bmulti-?stage builds?\b/g,
      /\b(?:run|runs|running|ship|deploy|package|put)\b.{0,40}\bin (?:a )?containers?\b/g,
      /\b(?:dockeriser|conteneuriser|dockerizar|contenedori[sz]ar|conteinerizar|dockerisieren|containerisieren)\b/g,
      /(?:докериз|контейнериз)[а-яё]+/g,
      /容器化|镜像/g,
    ],
    weak: [/\bcontainers?\b/g, /\bimages?\b/g],
  },
  {
    id: 'compose',
    strong: [/\bdocker[- ]?compose\b/g, /\bcompose (?:files?|stack|set-?up)\b/g, /\bcompose\.ya?ml\b/g],
    weak: [/\bcompose\b/g, /\blocal (?:development )?(?:environment|stack)\b/g],
  },
  {
    id: 'ci:github',
    strong: [
      /\bci ?(?:\/|-|and|&|\+|y|et|und|e) ?cd\b/g,
      /\bcicd\b/g,
      /\bci\b(?! ?(?:\/|-|and|&|\+) ?cd)/g,
      /\bcontinuous (?:integration|delivery|deployment)\b/g,
      /\bgit ?hub (?:actions?|workflows?|ci)\b/g,
      /\bautomat(?:e|es|ed|ing|ion)\b.{0,20}\b(?:tests?|testing|builds?|linting)\b/g,
      /\b(?:build|deployment|deploy|release|delivery|devops|automated|test(?:ing)?) (?:and \w+ )?pipelines?\b/g,
      /\bintegraci[oó]n continua\b|\bint[eé]gration continue\b|\bintegra[cç][aã]o cont[ií]nua\b/g,
      /непрерывн[а-яё]+ интеграц[а-яё]+/g,
      /持续集成|流水线/g,
    ],
    weak: [/\bpipelines?\b/g, /\bworkflows?\b/g, /\b(?:security|vulnerability|image) scan(?:s|ning)?\b/g, /\bsbom\b/g],
  },
  {
    id: 'monitoring',
    soft: [/\bmonitoring\b/g, /\balerting\b/g],
    strong: [
      /\bobservability\b/g,
      /\bprometheus\b/g,
      /\bgrafana\b/g,
      /\balert ?manager\b/g,
      /\balert(?:ing)? rules?\b/g,
      /\b(?:monitori[sz]aci[oó]n|monitorizaci[oó]n|surveillance|monitoramento|überwachung|monitorage)\b/g,
      /мониторинг[а-яё]*/g,
      /监控|告警/g,
    ],
    weak: [/\bmonitor\b/g, /\bmetrics\b/g, /\balerts?\b/g, /\bdashboards?\b/g],
  },
  {
    id: 'deployment-scripts',
    strong: [
      /\bdeploy(?:ment)?[- ]scripts?\b/g,
      /\brollbacks?(?: scripts?)?\b/g,
      /\b(?:database|db|automated|scheduled) backups?\b/g,
      /\bbackup (?:and restore|scripts?)\b/g,
      /\bset ?-?up (?:the |a |an |our )?deployments?\b/g,
      /\bdeploy(?:s|ing)? (?:it|this|the (?:app|application|api|service|site|stack|project|repo(?:sitory)?)|my (?:app|api)|our (?:app|api)|to )/g,
      /\bscripts? (?:de|di) d[eé]ploi?e?ment\b|\bscripts? de despliegue\b/g,
      /скрипт[а-яё]* (?:развертыван|развёртыван|деплоя)[а-яё]*/g,
      /部署脚本/g,
    ],
    weak: [/\bdeploy(?:ment|ments|able|ed|ing)?\b/g, /\bbackups?\b/g, /\breleases?\b/g, /部署/g],
  },
  {
    id: 'validation',
    strong: [
      /\b(?:infrastructure|infra) (?:tests?|validation|checks?)\b/g,
      /\bsmoke[- ]tests?\b/g,
      /\bcontainer (?:structure )?tests?\b/g,
      /\bvalidate (?:the |our )?(?:infrastructure|deployment|containers?|images?)\b/g,
    ],
    weak: [/\bvalidation\b/g],
  },
];

/** Words that ask for everything a production service needs: the seed's six tasks. */
export const productionWords: readonly RegExp[] = [
  /\bproduction[- ]?(?:ready|grade|readiness|quality)\b/g,
  /\bproduction(?:i[sz]e[ds]?|i[sz]ing|i[sz]ation)\b/g,
  /\b(?:ready|prepare[ds]?|preparing|prep)\b.{0,30}\b(?:for|to) (?:production|deploy(?:ment)?|ship|prod)\b/g,
  /\b(?:full|complete|entire|whole|all the|all of the) (?:devops|infrastructure|infra)\b/g,
  /\b(?:devops|infrastructure|infra)\b(?= ?(?:set-?up|for|from|to|stack|please|$|[.!,]))/g,
  /\bset ?-?up (?:the |our |some )?(?:devops|infrastructure|infra)\b/g,
  /\bgo(?:es|ing)? live\b/g,
  /\blisto para producci[oó]n\b|\bpr[eê]t pour la production\b|\bproduktionsreif\b|\bpronto para produ[cç][aã]o\b/g,
  /生产就绪/g,
];

/** Infrastructure that people ask for and that no capability makes yet. */
export const unsupportedLexicon: readonly LexiconEntry[] = [
  {
    id: 'kubernetes',
    strong: [
      /\bkubernetes\b/g,
      /\bk8s\b/g,
      /\bhelm(?: charts?)?\b/g,
      /\bkustomize\b/g,
      /\b(?:eks|gke|aks|openshift|argo ?cd|argo rollouts|flux ?cd)\b/g,
      /\bhpa\b/g,
      /\bblue[-/ ]green\b/g,
      /\bcanary (?:release|deploy(?:ment)?)s?\b/g,
    ],
  },
  {
    id: 'terraform',
    strong: [
      /\bterraform\b/g,
      /\bopen ?tofu\b/g,
      /\binfrastructure[- ]as[- ]code\b/g,
      /\biac\b/g,
      /\bpulumi\b/g,
      /\bcloudformation\b/g,
      /\b(?:aws|ecs|fargate|rds|cloudfront|vpc|azure(?! (?:pipelines|devops))|gcp|google cloud|cloud run)\b/g,
    ],
  },
  { id: 'ci:gitlab', strong: [/\bgit ?lab(?:[- ]ci)?\b/g] },
  { id: 'ci:jenkins', strong: [/\bjenkins(?:file)?\b/g] },
  { id: 'ci:circleci', strong: [/\bcircle ?ci\b/g] },
  { id: 'ci:azure', strong: [/\bazure (?:pipelines|devops)\b/g] },
  { id: 'ci:bitbucket', strong: [/\bbitbucket(?: pipelines)?\b/g] },
  { id: 'ansible', strong: [/\bansible\b/g] },
  {
    id: 'database-replication',
    strong: [/\b(?:streaming )?replication\b/g, /\bread replicas?\b/g, /\bwal archiving\b/g],
  },
  {
    id: 'reverse-proxy',
    strong: [/\breverse prox(?:y|ies)\b/g, /\b(?:traefik|caddy)\b/g, /\btls (?:termination|certificates?)\b/g],
  },
  { id: 'secrets-management', strong: [/\b(?:hashicorp )?vault\b/g, /\bsops\b/g, /\bexternal secrets\b/g] },
  { id: 'logging', strong: [/\bloki\b/g, /\b(?:elk|efk)\b/g, /\blog aggregation\b/g] },
  { id: 'tracing', strong: [/\bopen ?telemetry\b/g, /\bdistributed tracing\b/g, /\bjaeger\b/g] },
];

/** Parts of a screen: a soft word beside one of them is about the application. */
export const screenContext: readonly RegExp[] = [
  /\b(?:page|pages|screen|button|tab|modal|form|menu|sidebar|navbar|widget|view|icon|card|popup|component in the ui)\b/g,
];

/** Words that ask a pipeline for more than tests: it then builds and ships images. */
export const shippingWords =
  /\b(?:cd|cicd|deliver\w*|deploy\w*|publish\w*|releas\w*|push\w*|images?|containers?|docker\w*|scan\w*|sbom|registry|ghcr|pipelines?)\b|流水线|镜像/;

/** Words that show a clause is about how software is delivered and run: with one of them a weak word counts. */
export const infrastructureContext: readonly RegExp[] = [
  /\b(?:infra(?:structure)?|devops|production|staging|server|cluster|registry|repo(?:sitory)?|linters?|health ?checks?|ops|sre)\b/g,
  /\b(?:set ?up|set up|configure|automate)\b/g,
];

/** Words that show a clause is about the application itself: a weak word then asks for nothing. */
export const applicationContext: readonly RegExp[] = [
  /\b(?:page|pages|button|css|style|styles|padding|margin|layout|component|react|vue|modal|form|menu|sidebar|navbar|font|theme|dark mode|ui|ux|frontend design)\b/g,
  /\b(?:upload|uploads|avatar|thumbnail|gallery|profile picture|etl|data|machine learning|training|user|users|customer|invoice|checkout|cart|email|search|sort|filter|login|translation|stack trace|widget|chart|charts|endpoint|function|class|typo|bug)\b/g,
];

/** Where to deploy: with one of them named, "deployment" is no wish for scripts of our own. */
export const deploymentTargets: ReadonlySet<string> = new Set(['kubernetes', 'terraform', 'ansible']);
