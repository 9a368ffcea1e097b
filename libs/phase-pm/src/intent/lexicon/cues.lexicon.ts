import type { Cue, Language, Phrases } from './entry.js';

/** Words that say how the others are to be taken. */
export const cueEntries: readonly { cue: Cue; phrases: Phrases }[] = [
  {
    cue: 'application',
    phrases: {
      en: 'button, transaction, header, footer, =title, =text, =div, =span, paragraph, carousel, map, marker, crm, sale, report, screen, stock, css, style, styles, padding, margin, layout, font, theme, dark mode, =ui, =ux, flexbox, grid, card, avatar, thumbnail, gallery, profile picture, etl, data job, data pipeline, machine learning, training, =user, =users, customer, invoice, checkout page, cart, email, search, sort, filter, login, translate, translation, stack trace, stacktrace, widget, endpoint, function, class, typo, bug, image upload, upload image, image gallery, image resizing, image processing, hero image, background image, product image, profile image, landing page, chart library, chart component, bar chart, pie chart, line chart, dependency injection container, di container, container component, card container, container class, container div, ioc container, promise pipeline, rendering pipeline, graphics pipeline, sales pipeline, hiring pipeline, ml pipeline, ci score, alert box, alert dialog, alert component, alert modal, worker pool, thread pool, unit test, blog post, blog article, form, notification, react, vue, angular, svelte, component, menu, sidebar, navbar, modal, pagination, playlist, k means, customers dashboard, user dashboard, dashboard page, admin dashboard, csv, pdf, docker|kubernetes|terraform|github|helm|grafana icon|logo|badge|page|tab|link|tutorial|article, jenkins|terraform|helm|kubectl|docker|grafana plugin|sdk|client, terraform provider, kubernetes operator|client, aws|azure|google sdk, aws sdk, aws cognito|ses|sns|sqs|rekognition|polly|textract, azure ad|openai|speech, azure active directory, google cloud translation|vision|speech|storage client|api, google cloud … api, deploy to heroku|vercel|netlify|railway button, load test data, release note, changelog page, compose an|a email|message|mail|song|tweet, function composition, monitor … stand, =library, price, shipping cost, payment, order',
      es: 'boton, estilo, formulario, modo oscuro, pagina de perfil, pagina de inicio, carrito, usuario, correo, cliente, factura, traduccion, subida de imagen, subir imagen, carga de imagen, tarjeta, menu',
      fr: 'bouton, formulaire, mode sombre, page d accueil, panier, utilisateur, client, facture, traduction, televersement, carte, alignement, conteneur des cartes, menu',
      de: 'schaltflache, formular, dunkelmodus, dunkler modus, startseite, warenkorb, benutzer, nutzer, kunde, rechnung, ubersetzung, bild upload, bildupload, bilder hochladen, profilbild, profil, menu',
      pt: 'botao, formulario, modo escuro, pagina inicial, carrinho, usuario, cliente, fatura, traducao, upload de imagem, cartao, menu, frete, pagamento',
      ru: 'кнопка, форма, темная тема, главная страница, корзина, пользователь, клиент, счет, перевод, загрузка изображени*, карточка, меню, настройки профиля, страница, оплата, доставка товара',
      zh: '按钮, 表单, 深色模式, 暗黑模式, 页面, 购物车, 用户, 图片, 上传, 翻译, 登录, 菜单, 卡片, 支付, 订单',
    },
  },
  {
    cue: 'screen',
    phrases: {
      en: '=page, =pages, screen, button, tab, modal, form, menu, sidebar, navbar, widget, view, icon, card, popup',
    },
  },
  {
    cue: 'infrastructure',
    phrases: {
      any: 'infra, infrastructure, devops, sre, linux server, vps, production server',
      en: '=production, =staging, server, error rate, request rate, registry, linter, health check, healthcheck, ops, set up, setup, =configure, =configured, automate, latency, downtime, hosting, on call, on premise, vm, virtual machine, goes down, go down, is down, went down, outage, data center, on port, port',
      es: 'infraestructura, se cae, se caiga, caida del servicio, servidor, produccion, configura*, despleg*',
      fr: 'serveur, le service tombe, tombe en panne, en panne, indisponible, mettre en place, mets en place, production',
      de: 'infrastruktur, ausfallt, ausfall, nicht erreichbar, server, einricht*, produktion, produktiv*',
      pt: 'infraestrutura, fora do ar, cair, servidor, configurar, producao',
      ru: 'инфраструктура, падает, упадет, недоступен, сервер, настрой*, настроить, продакшен',
      zh: '基础设施, 宕机, 故障, 服务器, 搭建, 配置, 生产环境, 运维',
    },
  },
  {
    cue: 'everything',
    phrases: {
      any: 'production ready, production grade, production readiness, production quality, prod ready',
      en: 'productionize, productionise, productionalize, ready for production|prod|launch, prepare … for production|prod|launch, ready to ship, full|complete|entire|whole devops|infrastructure|infra, devops setup, devops stack, devops infrastructure, infrastructure setup, infrastructure stack, infra setup, set up|setup devops|infrastructure|infra|everything, set up|setup the|our|some|all|full|complete devops|infrastructure|infra, set up it all, everything for production, all the devops|infrastructure|infra, all of the devops|infrastructure|infra, go live, going live, devops for|please, infrastructure for|please',
      es: 'listo para produccion, lista para produccion, configuracion devops completa',
      fr: 'pret pour la production, prete pour la production, mise en place devops complete',
      de: 'produktionsreif*, produktionsbereit*, komplettes devops setup, bereit fur die produktion',
      pt: 'pronto para producao, pronta para producao, configuracao devops completa',
      ru: 'готов к продакшену, готово к продакшену, готовым к продакшену, подготов* к продакшену',
      zh: '生产就绪, 可用于生产, 完整的 devops',
    },
  },
  {
    cue: 'negation',
    phrases: {
      en: 'no, not, without, excluding, exclude, skip, skipping, leave out, omit, dont, do not, must not, should not, shouldnt, mustnt, wont, never, avoid, instead of, rather than, neither, nor, no need for, dont need, do not need, dont want, do not want, hold off on, forget about, minus, aint',
      es: 'no, sin, excepto, salvo, menos, en lugar de, en vez de, ni, nunca, evita, evitar',
      fr: 'sans, pas, pas de, ne pas, sauf, excepte, au lieu de, plutot que, ni, jamais, eviter',
      de: 'ohne, kein, keine, keinen, keinem, keiner, nicht, ausser, statt, anstatt, anstelle von, weder, noch, niemals, vermeide',
      pt: 'sem, nao, exceto, menos, em vez de, ao inves de, nem, nunca, evite, evitar',
      ru: 'без, не, кроме, вместо, ни, никогда, исключая',
      zh: '不要, 不需要, 不用, 无需, 不使用, 别用, 除了, 而不是, 不包括, 不包含, 没有必要',
    },
  },
  {
    cue: 'affirmation',
    phrases: {
      en: 'dont forget, do not forget, never forget, not only, not just, =is, =are, =has, =have, dont hesitate, not yet, dont have, do not have, doesnt have, does not have, havent, have no, has no, there is no, there are no, theres no, we have no, not containerized, not dockerized, isnt, is not, are not, arent, was not, no downtime, without downtime, no manual, no longer, why not, not sure, no idea, not as root, non root, not working, does not work, doesnt work, no problem, cannot, cant, if not, none of, missing, no interruption, without interruption',
      es: '=es, =son, =tiene, no olvides, no tenemos, no hay, no tiene, sin tiempo de inactividad, no solo',
      fr: '=est, =sont, n oublie pas, n oubliez pas, n avons pas, il n y a pas, sans interruption, pas encore, pas seulement',
      de: '=ist, =sind, nicht vergessen, noch nicht, noch kein, noch keine, noch keinen, nicht nur, haben kein, haben keine, gibt kein, gibt keine, ohne ausfallzeit, ohne unterbrechung',
      pt: '=sao, =tem, nao esqueca, nao temos, nao ha, nao tem, nao so, sem interrupcao, sem downtime',
      ru: 'не забудь, не забудьте, у нас нет, еще нет, не только, без простоя',
      zh: '不要忘记, 别忘了, 还没有, 目前没有, 不仅',
    },
  },
  {
    cue: 'untouched',
    phrases: {
      en: 'leave … alone, leave … as is|it, leave … out, leave … untouched, keep … as is|it, keep … untouched, keep … unchanged, dont touch, do not touch, dont change, do not change, dont modify, do not modify, dont edit, do not edit, without touching, without changing, hands off, not touch, not change, stays as is, must stay, dont add, do not add, dont use, do not use, not use, dont create, do not create',
      es: 'no toques, no tocar, no cambies, no modifiques, no modificar, no uses, no usar, sin tocar',
      fr: 'ne touche pas, ne touchez pas, ne change pas, ne modifie pas, ne modifiez pas, sans toucher, n utilise pas',
      de: 'nicht anfassen, nicht andern, unverandert lassen, in ruhe lassen, nicht verwenden, nicht benutzen',
      pt: 'nao toque, nao mexa, nao mexer, nao altere, nao modifique, nao use, nao usar, sem mexer',
      ru: 'не трогай, не трогать, не меняй, не менять, не изменяй, не используй, не использовать',
      zh: '不要动, 不要改, 不要修改, 别动, 不要碰, 保持不变, 不要使用',
    },
  },
  {
    cue: 'background',
    phrases: {
      en: 'already have, already has, already use, already uses, already exists, already there, already in place, already running, already set up, exists already, exist already, is already, are already, next year, next quarter, next month, later on, some day, someday, dropped, got rid of, no longer use, stopped using, moved away from, used to use, abandoned, in the future, eventually, think about, at some point',
      es: 'ya tenemos, ya existe, ya esta, mas adelante',
      fr: 'nous avons deja, existe deja, on a deja, plus tard',
      de: 'haben bereits, haben schon, gibt es bereits, gibt es schon, existiert bereits, spater',
      pt: 'ja temos, ja existe, mais tarde',
      ru: 'уже есть, уже настроен*, позже',
      zh: '已经有, 已有, 以后',
    },
  },
  {
    cue: 'conversion',
    phrases: {
      en: 'migrate, migration from, convert, switch from, switching from, switch, replace, move from, moving from, moving away from, transition from, coming from, instead of using',
      es: 'migrar, migra, convierte, convertir, reemplaza, reemplazar',
      fr: 'migrer, migre, convertir, convertis, remplacer, remplace',
      de: 'migriere, migrieren, umwandeln, konvertiere, konvertieren, ersetze, ersetzen',
      pt: 'migrar, migre, converter, converta, substituir, substitua',
      ru: 'перенеси, мигрируй, мигрировать, преобразуй, преобразовать, замени, заменить',
      zh: '迁移, 转换',
    },
  },
  {
    cue: 'into',
    phrases: {
      en: 'to, into, with, by, towards, onto',
      es: 'a, por, hacia',
      fr: 'vers, en, par',
      de: 'zu, nach, in, durch, auf',
      pt: 'para, por',
      ru: 'на, в',
      zh: '到, 为, 成',
    },
  },
  {
    cue: 'only',
    phrases: {
      en: 'only, just, solely, exclusively, limit it to, limited to, limit this to, nothing but, restrict it to, restricted to, scope is, scoped to',
      es: 'solo, solamente, unicamente, exclusivamente',
      fr: 'seulement, uniquement, exclusivement, juste',
      de: 'nur, lediglich, ausschliesslich',
      pt: 'apenas, so, somente, exclusivamente',
      ru: 'только, лишь, исключительно',
      zh: '只, 仅, 只给, 只为, 仅为',
    },
  },
  {
    cue: 'all',
    phrases: {
      en: 'all, every, everything, whole, entire, each, both',
      es: 'todo, todos, todas, cada',
      fr: 'tout, tous, toutes, chaque',
      de: 'alle, alles, jede, jeden, jedes, gesamte, ganze',
      pt: 'tudo, todos, todas, cada',
      ru: 'все, всех, весь, каждый',
      zh: '所有, 全部, 每个, 整个',
    },
  },
  {
    cue: 'except',
    phrases: {
      en: 'except, except for, except from, apart from, other than, but not, everything but, all but',
      es: 'excepto, salvo, menos, pero no',
      fr: 'sauf, excepte, a l exception de, mais pas',
      de: 'ausser, aber nicht, bis auf',
      pt: 'exceto, menos, mas nao',
      ru: 'кроме, но не',
      zh: '除了, 除',
    },
  },
  {
    cue: 'verb',
    phrases: {
      en: '=add, =create, =make, =write, set up, setup, =configure, =use, =build, =deploy, =generate, dockerize, containerize, =include, =give, =provide, =need, =want, =monitor, =automate, =prepare, =implement, =introduce, =wire, =put, =push, =publish, =enable, =install, =provision, =fix, =refactor, =run, =host',
      es: 'anade, anadir, agrega, agregar, crea, crear, configura, configurar, =despliega, escribe, necesito, quiero, usa, dockeriza',
      fr: 'ajoute, ajouter, ajoutez, cree, creer, ecris, mets, mettre, configure, deploie, deployer, utilise',
      de: 'erstelle, erstellen, schreibe, einrichten, richte, baue, verwende, nutze, brauchen, hinzufugen',
      pt: 'adicionar, adicione, criar, crie, configurar, configure, implantar, quero, preciso, usar, use',
      ru: 'добавь, добавить, создай, создать, настрой, настроить, напиши, разверни, нужен, нужна, нужно, используй',
      zh: '添加, 创建, 编写, 配置, 部署, 使用, 搭建, 设置',
    },
  },
  {
    cue: 'and',
    phrases: {
      en: 'and, then, and then, and also, plus',
      es: 'y, luego',
      fr: 'et, puis',
      de: 'und, dann',
      pt: 'e, depois',
      ru: 'и, затем',
      zh: '并, 并且, 和, 然后',
    },
  },
  {
    cue: 'turn',
    phrases: {
      en: 'but, however, though',
      es: 'pero',
      fr: 'mais',
      de: 'aber, jedoch',
      pt: 'mas, porem',
      ru: 'но, однако',
      zh: '但, 但是, 不过',
    },
  },
];

/** The commonest words of each language: by them the language of a request is told, and they carry no wish. */
export const commonWords: Readonly<Record<Language, string>> = {
  en: 'a an the this that these those it its is are be was were been do does did to of in on at by for from with and or but not no we i you they our my your their as so then if when which who what how there here can could should would will please',
  es: 'el la los las un una unos unas de del al y o que en con por para sin esta este esto nuestra nuestro nuestros mi su se es son no como necesito quiero',
  fr: 'le la les l un une des de du d et ou que qui en avec pour par sans ce cette ces notre nos mon ma sur dans est sont pas au aux il je nous',
  de: 'der die das den dem des ein eine einen einem einer und oder mit fur ohne im in am auf zu zum zur wir ich unser unsere ist sind nicht bitte diese dieses dieser aber von fur wird',
  pt: 'o a os as um uma de do da dos das e ou que em no na nos nas com para por sem este esta nosso nossa meu se nao quero preciso ao',
  ru: 'и в на с для без не это этот эту этого мы нам наш наше к по из у за от до или что как через',
  zh: '的 了 在 用 把 请 为 和 与 这 个 上 中',
};

/** Words that stand for what was named before. */
export const pronounWords =
  'it this that these those them lo la los las eso esto le les ca cela es das sie ihn o a os as isso его ее их это 它 这';

/** Words without a wish of their own: politeness, and what an application or its parts are called. */
export const fillerWords =
  'please thanks thank you hi hello hey team and or also etc then so up if possible asap pls plz make sure set run add create use using ' +
  'wire need want like would let lets have has get just some all every each everything whole entire together app apps application applications ' +
  'service services api apis site website web frontend backend client server worker workers job jobs component components project repo ' +
  'repository monorepo code stack tests test testing lint linting build builds image images development production local locally dev prod ' +
  'well great nice good soon now new proper properly simple best way things thing todo feat fix chore docs rfc acceptance ' +
  'por favor gracias bitte danke merci svp obrigado пожалуйста 请 谢 谢 ' +
  'aplicacion aplicacao anwendung proyecto projet projeto projekt приложение проект servicio servico dienst сервис';
