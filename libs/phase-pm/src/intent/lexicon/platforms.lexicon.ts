import type { CapabilityEntry } from './entry.js';

/** Continuous integration: the systems by name, and the words for any of them. */
export const ciEntries: readonly CapabilityEntry[] = [
  {
    id: 'ci:github',
    strong: {
      any: 'github action, github workflow, gh action, github ci, github pipeline, workflow yml',
      ru: 'гитхаб экшенс',
    },
  },
  {
    id: 'ci:github',
    part: 'ci',
    systemOf: 'ci',
    strong: {
      any: 'pipeline gitlab|github|jenkins|bitbucket, pipeline de|da|do|du|von|in|im|on|for|for|para|pour|для|в gitlab|github|jenkins|bitbucket|ci, =ci, ci cd, ci and cd, cicd, ci et cd, ci y cd, ci und cd, ci pipeline, ci workflow, ci job, devops pipeline',
      en: 'continuous integration, continuous delivery, continuous deployment, release automation, automatic release, automated release, semantic release, automate|automated … test|build|lint|release, build|deployment|deploy|release|delivery|automated|automatic|test|testing pipeline, build and test|deploy|release|publish pipeline, test … every|each|all push|commit|merge|pr|prs|pull request, on every|each push|commit|merge|pr|prs|pull request|tag, for every|each pull request, run … test … pull request|pr|prs|merge request|push|commit, merge request check, pull request check, deploy stage, deploy step, deploy job, delivery chain',
      es: 'integracion continua, entrega continua, despliegue continuo, pipeline de ci, pipeline de integracion',
      fr: 'integration continue, livraison continue, deploiement continu, pipeline de ci, chaine d integration',
      de: 'kontinuierliche integration, kontinuierliche auslieferung, ci pipeline, build pipeline, deployment pipeline',
      pt: 'integracao continua, entrega continua, implantacao continua, pipeline de ci, esteira de ci',
      ru: 'непрерывная интеграция, непрерывная доставка, непрерывное развертывание, пайплайн сборки',
      zh: '持续集成, 持续交付, 持续部署, 流水线, 自动化构建, 自动构建, 自动化测试',
    },
    weak: {
      en: 'pipeline, security scan, security scanning, on release|merge|push|tag',
      any: 'pipeline',
      pt: 'esteira',
      ru: 'пайплайн, конвейер',
    },
    faint: { en: 'workflow', any: 'workflow' },
  },
  { id: 'ci:gitlab', strong: { any: 'gitlab ci, gitlab ci yml, gitlab pipeline, gitlab runner, gitlab cicd' } },
  { id: 'ci:jenkins', strong: { any: '=jenkins, jenkinsfile, jenkins pipeline' } },
  { id: 'ci:circleci', strong: { any: 'circleci, circle ci' } },
  { id: 'ci:azure', strong: { any: 'azure pipeline, azure devops, azure devops pipeline, azure pipelines yml' } },
  { id: 'ci:bitbucket', strong: { any: 'bitbucket pipeline, bitbucket pipelines yml' } },
];

/** Tools that provision, in the place of Terraform. */
const provisioners = ['pulumi', 'cloudformation'];
/** A cloud's bare name beside one of them says where, and asks for no infrastructure of its own. */
const otherPlatforms = [...provisioners, 'kubernetes', 'helm', 'gitops', 'ansible', 'paas', 'serverless'];

/** Where containers run. */
export const platformEntries: readonly CapabilityEntry[] = [
  {
    id: 'kubernetes',
    strong: {
      any: 'kubernetes, k8s, kubectl, kustomize, kustomization, =eks, =gke, =aks, =k3s, microk8s, minikube, openshift, =rke, rke2, =hpa, argo rollout, kube*, cert manager, statefulset, daemonset, cronjob, istio, linkerd, rancher, knative, configmap, ingress nginx',
      en: 'horizontal pod autoscaler, horizontal pod autoscaling, pod autoscaler, network policy, liveness probe, readiness probe, liveness and readiness probe, pod disruption budget, ingress controller, ingress with tls, ingress for',
      ru: 'кубернетес*, кубер, кубик*',
      zh: 'k8s 集群, kubernetes 集群',
    },
    faint: {
      en: 'cluster, ingress, pod, namespace, autoscale, autoscaling, auto scaling, horizontal scaling, resource limit',
      es: 'cluster',
      fr: 'cluster',
      zh: '集群',
      ru: 'кластер',
    },
  },
  {
    id: 'helm',
    partOf: 'kubernetes',
    strong: {
      any: '=helm, helm chart, helm charts, helmfile, helmchart',
      fr: 'charte helm',
      de: 'helm diagramm',
      ru: 'helm чарт',
      zh: 'helm chart 包',
    },
  },
  { id: 'gitops', strong: { any: 'gitops, argo cd, argocd, flux cd, fluxcd' } },
  { id: 'docker-swarm', strong: { any: 'docker swarm, swarm mode, docker stack' } },
  { id: 'nomad', strong: { any: 'hashicorp nomad, nomad job, nomad cluster, to nomad, on nomad' } },
  { id: 'pulumi', strong: { any: '=pulumi' } },
  { id: 'cloudformation', strong: { any: 'cloudformation, cloud formation, aws cdk, aws sam' } },
  { id: 'ansible', strong: { any: '=ansible, ansible playbook, ansible role' } },
  {
    id: 'serverless',
    strong: { any: 'serverless framework, aws lambda, lambda function', en: 'serverless deployment' },
  },
  {
    id: 'paas',
    strong: {
      any: 'to|on fly io, fly io deployment, to|on|auf|en|sur heroku|vercel|netlify|railway, heroku|vercel|netlify|railway deployment|deploy, railway app, render com, dokku, coolify, cloud foundry, elastic beanstalk',
    },
  },
  {
    id: 'terraform',
    systemOf: 'cloud',
    strong: {
      any: 'terraform, terraform module, terragrunt, opentofu, open tofu, =tofu, =iac, =hcl',
      en: 'infrastructure as code, infra as code',
      es: 'infraestructura como codigo',
      fr: 'infrastructure en tant que code, infrastructure comme code, infrastructure as code',
      de: 'infrastruktur als code, infrastructure as code',
      pt: 'infraestrutura como codigo',
      ru: 'инфраструктура как код, терраформ*',
      zh: '基础设施即代码',
    },
  },
  {
    id: 'terraform:aws',
    besides: provisioners,
    strong: {
      any: 'ecs fargate, ecs cluster, ecs service, ecs task, to|on ecs, using ecs, fargate, =rds, cloudfront, =vpc, elasticache, =alb, =ec2, app runner, aws ecs, aws ecs fargate',
    },
    faint: { any: '=ecs' },
  },
  {
    id: 'terraform:gcp',
    besides: provisioners,
    strong: { any: 'cloud run, google cloud run, cloud sql, compute engine, memorystore' },
  },
  {
    id: 'terraform:azure',
    besides: provisioners,
    strong: { any: 'azure container app, azure app service, azure flexible server, azure container instances' },
  },
  { id: 'terraform:aws', elsewhere: otherPlatforms, strong: { any: '=aws, amazon web services', zh: '亚马逊云' } },
  {
    id: 'terraform:gcp',
    elsewhere: otherPlatforms,
    strong: { any: '=gcp, google cloud, google cloud platform', zh: '谷歌云' },
  },
  { id: 'terraform:azure', elsewhere: otherPlatforms, strong: { any: '=azure, microsoft azure' } },
  { id: 'terraform:digitalocean', elsewhere: otherPlatforms, strong: { any: 'digitalocean, digital ocean' } },
];
