# What the console says to operators, in French. See about.yml.

## The console as a whole

console-app = Parley
console-inbox = Boîte de réception
console-language-of-console = Langue de la console
console-account-of = Votre compte, { $name }

## Signing in

console-sign-in-title = Se connecter à Parley
console-sign-in-lead = Lisez les conversations, voyez pourquoi l’assistant a répondu ainsi et prenez la main.
console-email = E-mail
console-password = Mot de passe
console-sign-in = Se connecter
console-signing-in = Connexion…
console-sign-in-wrong = L’e-mail ou le mot de passe est incorrect.
console-sign-in-throttled =
    Trop de tentatives. Attendez { $seconds ->
        [one] { $seconds } seconde
       *[other] { $seconds } secondes
    } et réessayez.
console-sign-out = Se déconnecter

## The inbox

console-search = Rechercher des noms et des messages
console-filters = Statut des conversations
console-filter-all = Toutes
console-filter-open = Ouvertes
console-filter-bot = Bot
console-filter-resolved = Résolues
console-status-bot = Avec le bot
console-status-open = Ouverte
console-status-snoozed = En veille
console-status-resolved = Résolue
console-waiting = Attend depuis { $time }
console-unread = Non lue
console-visitor = Visiteur { $id }
console-no-text = Aucun message pour l’instant
console-list-loading = Chargement des conversations…
console-list-error = Impossible de charger les conversations.
console-list-empty = Aucune conversation pour l’instant
console-list-empty-hint = Elles apparaissent ici dès qu’un client écrit dans le widget.
console-list-none = Aucun résultat
console-list-none-hint = Choisissez un autre statut ou cherchez autre chose.
console-more = Afficher plus
console-try-again = Réessayer

## The transcript

console-back-to-list = Retour à la boîte de réception
console-transcript = Transcription
console-choose = Choisissez une conversation
console-choose-hint = Appuyez sur j et k pour parcourir la boîte de réception, Entrée pour ouvrir, ? pour tous les raccourcis.
console-transcript-loading = Chargement de la transcription…
console-transcript-error = Impossible de charger la transcription.
console-transcript-missing = Cette conversation n’existe pas.
console-bot = Assistant
console-bot-badge = Bot
console-customer = Client
console-team = Service client
console-you = Vous
console-note = Note privée
console-why = Pourquoi cette réponse
console-sources = Sources
console-typing-bot = L’assistant écrit
console-sending = Envoi…
console-not-sent = Non envoyé : { $reason }
console-discard = Supprimer
console-jump = Nouveaux messages

## What an operator does

console-take-over = Prendre la main
console-hand-back = Rendre au bot
console-resolve = Marquer comme résolue
console-reopen = Rouvrir
console-details = Détails
console-held-by-you = Vous menez cette conversation
console-held-by = { $name } mène cette conversation
console-with-bot = Le bot répond
console-waits = Attend une personne de l’équipe
console-tab-reply = Réponse
console-tab-note = Note privée
console-write-reply = Écrivez au client. Entrée envoie, Maj+Entrée va à la ligne.
console-write-takes-over = Écrivez au client. L’envoi vous donne la main sur la conversation.
console-write-held = { $name } mène cette conversation. Vous pouvez laisser une note privée.
console-write-note = Seule votre équipe voit ceci.
console-send = Envoyer
console-add-note = Ajouter la note
console-draft-reply = Proposer une réponse
console-drafting = Recherche dans les documents…
console-draft-failed = Aucune proposition : { $reason }
console-draft-quoted = Phrases de vos documents. Relisez-les avant l’envoi :
console-draft-written = Rédigé par le modèle et vérifié dans vos documents. Relisez avant l’envoi :
console-draft-earlier = À ce qui a été demandé avant : « { $question } »
console-draft-nothing = Les documents n’y répondent pas. Les plus proches :

## The details of a conversation

console-close-details = Fermer les détails
console-contact = Contact
console-name = Nom
console-verified = Vérifié
console-not-verified = Non vérifié
console-unknown = Inconnu
console-conversation = Conversation
console-status = Statut
console-assignee = Menée par
console-nobody = Personne
console-channel = Canal
console-language = Langue
console-identifier = Numéro
console-copy-link = Copier le lien
console-copied = Copié

## Why this answer

console-trace = Pourquoi cette réponse
console-trace-hint = Choisissez « Pourquoi cette réponse » sous un message du bot : son intention, ses sources, ses décisions et ses durées s’affichent ici.
console-trace-loading = L’explication arrive…
console-outcome = Résultat
console-outcome-answered = Réponse donnée
console-outcome-held = Le bot est resté en retrait : une personne de l’équipe mène la conversation
console-outcome-dropped = Abandonnée : quelque chose de plus récent est arrivé avant
console-outcome-handed-off = Confiée à une personne
console-outcome-failed = Échec
console-route = Voie
console-route-script = Parcours prédéfini
console-route-knowledge = Réponse tirée des documents
console-route-handoff = Transfert à une personne
console-intent = Intention
console-intent-none = Aucune intention n’a été reconnue.
console-policy = Politique
console-reason = Motif
console-entities = Trouvé dans le message
console-slots = Mémorisé
console-actions = Actions
console-passages = Passages
console-expected-questions = Questions attendues
console-score = score { $value }
console-cosine = sens { $value }
console-text-rank = mots, rang { $value }
console-found-by-expected = trouvé par la question attendue « { $question } »
console-decisions = Décisions
console-timings = Durées
console-timing-queue = File d’attente
console-timing-translate = Traduction
console-timing-dialogue = Dialogue
console-timing-retrieve = Recherche
console-timing-generate = Rédaction
console-timing-other = Le reste
console-timing-total = Total
console-first-token = premier token après { $time }
console-step = Étape
console-duration = Durée
console-model = Modèle
console-tokens =
    { $prompt ->
        [one] { $prompt } token lu
       *[other] { $prompt } tokens lus
    }, { $completion ->
        [one] { $completion } écrit
       *[other] { $completion } écrits
    }
console-degraded =
    Réponse donnée sans { $part ->
        [model] le modèle de langage
        [answers] les documents
       *[other] { $part }
    } : indisponible à ce moment
console-raw = La trace complète

## What happened to a conversation

console-sys-status-open = Confiée à l’équipe
console-sys-status-bot = De nouveau avec le bot
console-sys-status-resolved = Résolue
console-sys-status-snoozed = Mise en veille
console-sys-by = { $what } par { $name }
console-sys-assigned = { $name } a pris la main
console-sys-unassigned = Plus personne ne la mène
console-sys-handback = Rendue au bot : sa mémoire commence ici
console-sys-locale = Langue : { $locale }
console-sys-delivery = N’a pas pu être remis

## The connection

console-live-connecting = Connexion…
console-live-on = En direct
console-live-lost = La connexion a été perdue. Ce que vous voyez n’est peut-être plus à jour. Nouvelle tentative…
console-platform-degraded = Redis ne répond pas : rien de ce qui est enregistré n’est perdu, mais le direct et les réponses attendent.
console-expired = Votre session est terminée. Reconnectez-vous.
console-failed = Cela n’a pas fonctionné : { $reason }
console-unreachable = la plateforme est injoignable

## Keyboard

console-shortcuts = Raccourcis clavier
console-shortcuts-on = Utiliser les raccourcis d’une seule lettre
console-close = Fermer
console-key-next = Conversation suivante
console-key-previous = Conversation précédente
console-key-open = Ouvrir la conversation
console-key-search = Rechercher
console-key-take-over = Prendre la main
console-key-reply = Écrire une réponse
console-key-note = Écrire une note privée
console-key-hand-back = Rendre au bot
console-key-resolve = Marquer comme résolue ou rouvrir
console-key-details = Afficher ou masquer les détails
console-key-help = Cette liste
console-key-escape = Quitter le champ, fermer ce qui est ouvert
console-key-inbox = Aller à la boîte de réception
console-key-knowledge = Aller aux connaissances

## Knowledge

console-views = Parties de la console
console-knowledge = Connaissances
console-sources-of-knowledge = Sources
console-knowledge-loading = Chargement des sources…
console-knowledge-error = Impossible de charger les sources.
console-knowledge-empty = Aucun document pour l’instant
console-knowledge-empty-hint = L’assistant ne dit que ce qui se trouve dans vos documents. Ajoutez les premiers.
console-add = Ajouter
console-add-documents = Ajouter des documents
console-drop-here = Déposez des fichiers ici
console-choose-files = Choisir des fichiers
console-formats = { $formats } ; jusqu’à { $most } Mo chacun. CSV : une colonne « question », une colonne « answer ».
console-uploads = Fichiers en cours d’envoi
console-uploading = Envoi de { $name }
console-dismiss = Masquer { $name }
console-address = Adresse d’une page, d’un plan de site ou d’une liste de pages
console-shown-in = Visible dans
console-every-inbox = Toutes les boîtes de réception
console-some-inboxes = Celles-ci seulement
console-shown-in-some = Certaines boîtes de réception
console-shown-in-none = Aucune boîte de réception
console-try-question = Essayer une question
console-try-question-hint = Voyez quels passages l’assistant trouverait et à quel point ils conviennent.
console-ask-knowledge = Une question
console-ask-knowledge-example = Combien de temps prend la livraison ?
console-ask-in-inbox = Posée dans
console-find = Chercher
console-finding = Recherche…
console-found-nothing = Aucun document n’en parle. L’assistant le dirait et proposerait une personne.
console-found-for = Trouvé pour « { $question } », les meilleurs d’abord
console-page = Page { $page }
console-counts = Documents : { $documents } · Passages : { $passages }
console-source-new = Pas encore lue
console-source-queued = En attente
console-source-running = Lecture en cours
console-source-done = Prête
console-source-failed = Échec
console-source-unreadable = Illisible
console-source-interrupted = Interrompue
console-source-interrupted-hint = La lecture a été interrompue. Ce qui a été lu est conservé ; relisez la source pour continuer.
console-source-missing = Cette source n’existe plus.
console-reading-of = Lecture : { $done } sur { $total }
console-documents-failed = { $count } en erreur
console-back-to-sources = Retour aux sources
console-ingest-again = Relire
console-remove = Retirer
console-remove-source = Retirer cette source ?
console-remove-hint =
    { $documents ->
        [0] « { $id } » est retirée immédiatement : l’assistant ne la citera plus.
        [one] « { $id } » et son { $documents } document sont retirés immédiatement : l’assistant ne les citera plus.
       *[other] « { $id } » et ses { $documents } documents sont retirés immédiatement : l’assistant ne les citera plus.
    }
console-keep = Garder
console-documents = Documents
console-languages = Langues
console-last-ingested = Dernière lecture
console-last-time = Ce qui a changé alors
console-nothing-yet = Rien pour l’instant
console-never = Jamais
console-just-now = À l’instant
console-report-added =
    { $count ->
        [one] { $count } ajouté
       *[other] { $count } ajoutés
    }
console-report-replaced =
    { $count ->
        [one] { $count } modifié
       *[other] { $count } modifiés
    }
console-report-unchanged =
    { $count ->
        [one] { $count } inchangé
       *[other] { $count } inchangés
    }
console-report-withdrawn =
    { $count ->
        [one] { $count } retiré
       *[other] { $count } retirés
    }
console-report-failed = { $count } en échec
console-filter-documents = Filtrer les documents
console-documents-loading = Chargement des documents…
console-documents-error = Impossible de charger les documents.
console-documents-none = Aucun document n’a encore pu être lu.
console-passages-count =
    { $count ->
        [one] { $count } passage
       *[other] { $count } passages
    }
console-old-version = Ancienne version utilisée

## Times

console-today = Aujourd’hui
console-yesterday = Hier
console-now = maintenant

## Translation

console-translations = Traductions
console-translation-into = Traduire en
console-translation-status = État des segments
console-translation-search = Rechercher des segments
console-translation-memory = Mémoire de traduction
console-translation-approve = Approuver
console-translation-of = Traduction de : { $text }
console-translation-effect = Avant : { $before } Maintenant : { $after }
console-translation-import = Importer
console-translation-export = Exporter en { $format }
console-translation-try = Essayer une traduction
console-translation-try-hint = Voyez ce qu’un client lirait et d’où cela vient.
console-translation-try-it = Traduire
console-translation-term = Mot
console-translation-term-ours = Notre traduction (vide : jamais traduit)
console-translation-add-term = Ajouter
console-translation-glossary = Glossaire
console-translation-glossary-hint = Mots toujours traduits à votre façon, ou jamais.
console-translation-never = jamais traduit
console-translation-engines = Moteurs
console-translation-no-engine = Aucun moteur : les textes absents du catalogue et de la mémoire restent tels quels.
console-translation-preview = Ce que le client lira
console-translation-failed = La traduction n’a pas pu être faite.
console-translated-from = Traduit de la langue : { $language }
console-translated-unsure = Traduit de la langue : { $language }, incertain
console-show-original = Original, langue : { $language }
console-send-anyway = Envoyer quand même
console-translation-human = par une personne
console-translation-from-memory = de la mémoire
console-translation-machine = automatique
console-translation-machine-unsure = automatique, incertain
console-translation-untranslated = non traduit

## Inboxes

console-inboxes = Boîtes de réception
console-new-inbox = Nouvelle boîte de réception
console-inbox-id = Identifiant dans les adresses
console-make-inbox = Connecter
console-more-settings = Autres réglages
console-secret-kept = Laissez vide pour conserver la valeur enregistrée
console-save = Enregistrer
console-check-inbox = Vérifier
console-remove-inbox = Supprimer la boîte de réception
console-remove-inbox-hint = Supprimer { $name } ? Plus rien n’entrera ni ne sortira et ses secrets seront oubliés. Les conversations resteront lisibles.
console-inbox-checking = Le fournisseur est interrogé …
console-shown-once = Copiez ceci maintenant : ce ne sera plus affiché
console-findings = Résultat de la vérification
console-next-steps = Ce qu’il reste à faire
console-api-keys = Clés d’API
console-key-name = Qui utilise la clé
console-make-key = Créer une clé
console-revoke-key = Révoquer

## Files and cards of a message

console-attach = Joindre des fichiers
console-attached = Fichiers joints
console-remove-file = Retirer { $name }
console-file-too-large = Trop volumineux : { $size } au maximum
console-file-too-many = Trop de fichiers : { $count } au maximum
console-file-type = Ce type de fichier ne peut pas être envoyé
console-file-failed = Non envoyé. Retirez-le et réessayez.
console-cards =
    { $count ->
        [one] { $count } carte
       *[other] { $count } cartes
    }

## What the bot leaves for the team, in the reader's language

console-note-handoff =
    Le bot a passé la main : { $reason ->
        [requested] le client a demandé à parler à une personne
        [asked_twice] le client a posé deux fois la même question
        [not_understood] le bot n’a pas compris à plusieurs reprises
        [anger] le client est en colère
        [complaint] le client se plaint
        [legal] il s’agit d’une question juridique
        [safety] quelqu’un ou quelque chose est peut-être en danger
        [delivery_problem] un problème de livraison qu’une personne devrait examiner
        [too_many_tries] l’information demandée n’est pas venue malgré plusieurs essais
        [dialogue_failed] le gestionnaire de dialogue est tombé en panne
        [turn_failed] la réponse a échoué plusieurs fois
        [answer_refused] ce que le modèle a écrit ne figure pas dans les documents
       *[other] { $reason }
    }.
console-note-summary = Rédigé par le modèle : { $summary }
console-note-customer-said = Derniers messages du client :
console-note-bot-tried = Le bot a essayé : { $tried }
console-note-bot-knows = Connu jusqu’ici : { $known }
