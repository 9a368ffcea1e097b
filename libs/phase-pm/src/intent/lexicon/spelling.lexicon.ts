/** Words of the trade in the forms that people mistype. */
export const spelledWords: readonly string[] = (
  'docker dockerfile dockerfiles dockerize dockerized dockerise dockerizing dockerization container containers ' +
  'containerize containerized containerise containerised containerization compose kubernetes kustomize manifest ' +
  'manifests helm chart charts cluster ingress autoscaling autoscale terraform opentofu infrastructure pipeline ' +
  'pipelines github gitlab jenkins jenkinsfile circleci bitbucket actions action workflow workflows continuous ' +
  'integration delivery deployment deployments deploy deploying deployed rollback script scripts monitoring ' +
  'monitor prometheus grafana alertmanager alerting alerts dashboard dashboards observability logging tracing ' +
  'opentelemetry postgres postgresql mysql mariadb mongodb database databases replication replica replicas ' +
  'backup backups reverse proxy nginx traefik certificate certificates secrets vault registry trivy ' +
  'vulnerability scanning dependabot renovate devcontainer makefile environment environments production staging ' +
  'development automate automated automation ansible serverless cloudfront fargate azure google amazon canary ' +
  'rolling validation provision provisioning namespace openshift argocd gitops'
).split(' ');

/**
 * English words that are as near to one of those as a typing error is, and are none.
 * Source: the word list of the npm package `an-array-of-english-words` 2.0.0, searched with the limits of `correctSpelling`.
 */
export const ordinaryWords: readonly string[] = (
  'actin actinon actinons actins acton actons alberts alure auction auctions automaker automat automata ' +
  'automatic automatics automatise automatised automatism automatist automatizar automatize automatized ' +
  'automaton automatons automats autometer autosaved autosaving averting averts azurn azury canard carts ' +
  'certainer chaft chafts chant chants chapt chara charas chard chards chare chares charet charets chark charks ' +
  'charm charms charr charrs chars charta chartas chary chats chert cherts chirt chirts clart clarts closter ' +
  'clustery clutter clyster comose compone compos composer compost compote concinnous confiners conjoiner ' +
  'conjoiners constrainer constrainers contadine contemner contemners contiguous continuos continuum continuums ' +
  'contlines contriver contrivers dacker damboards dartboard dartboards databanks databuses databusses decker ' +
  'deliver deliverly delivers dependable dependably dependant deplaning depleting deplored deploring depluming ' +
  'developmental dicker docked docken docket dockization dockizing doctor ducker environmental goggle googly ' +
  'helmet ingross inteneration interaction iteration jerkins kluster lagging legging ligging lodging longing ' +
  'lugging manifestly manifesto manifestoes manifestos mentoring monitorial monitories monitory monotoning ' +
  'monstering peroxy picolines pipelike piperine piperines popelings postures precision prediction prevision ' +
  'previsioning previsions prexy proaction produccion productile productive profusion projection prolusion ' +
  'prometheum prometheums promethium promethiums prosy protection provection realisation realization ' +
  'reapplication reclination reduplication reification reliction relocation renverse replicacion replicase ' +
  'republication revere reveres reverie revers reversi reverso reveuse rilling roiling rolfing scanting scrip ' +
  'scrips secreta serveries sewerless spanning stagging staking staling stanging staning staring state states ' +
  'stating staving stawing staying stript swaging swanning swerveless tracking tracting trading trancing ' +
  'traping tricing tripy trucing vallation valuation variation vaulty vaunt velitation venerability volitation ' +
  'workfellows'
).split(' ');
