# What the console says in its pages, its filter and its reviews.

## Pages

console-reviews = Révisions
console-analytics = Analyses
console-audit = Journal d’audit
console-account = Votre compte
console-page-loading = Chargement…
console-key-reviews = Aller aux révisions
console-key-analytics = Aller aux analyses
console-key-filter = Filtrer la boîte
console-key-more = Attribuer, reporter, imprimer

## The filter

console-filter = Filtrer
console-filter-snoozed = Reportées
console-clear-filter = Effacer
console-any = Tous
console-filter-inbox = Boîte
console-filter-below = Confiance
console-below-percent = moins de { $percent } %
console-assignee-me = Moi
console-rating = Note
console-rating-at-most = { $stars } ou moins
console-stars = Noté { $stars }/5
console-reviewed = Révisée
console-reviewed-yes = Révisée
console-reviewed-no = Pas encore
console-reviewed-right = Correcte
console-reviewed-wrong = Incorrecte
console-handoff-reason = Motif du transfert
console-since = Du
console-until = Au
console-saved-views = Vues enregistrées
console-view-name = Nom de cette vue
console-view-shared = Pour toute l’équipe
console-view-shared-tag = Équipe
console-save-view = Enregistrer la vue
console-remove-view = Supprimer la vue { $name }
console-export-csv = Exporter en CSV
console-export-jsonl = Exporter en lignes JSON
console-print = Imprimer

## Working a conversation

console-more-actions = Autres actions
console-assign-to = Attribuer à
console-assign = Attribuer
console-snooze-until = Reporter
console-snooze-hour = Une heure
console-snooze-tomorrow = Jusqu’à demain, 9:00
console-snooze-week = Une semaine
console-snooze-at = Jusqu’à un autre moment
console-conversation-language = Langue de la conversation
console-language-automatic = Automatique
console-language-automatic-now = Automatique : { $language }
console-locale-why-operator = choisie par l’équipe
console-locale-why-customer = choisie par le client
console-locale-why-switched = changée par le client
console-locale-why-conversation = de nouveau déterminée automatiquement
console-load-earlier = Messages précédents
console-sending-soon = Part dans un instant
console-undo = Annuler
console-sys-rating = Note du client : { $stars }/5 { $remark }
console-canned-replies = Réponses types
console-canned-hint = Tapez / dans une réponse pour en insérer une. La langue du client vient d’abord.
console-canned-empty = Aucune réponse type pour l’instant.
console-shortcut = Raccourci
console-reply-text = Texte
console-keep-reply = Enregistrer une réponse
console-remove-reply = Supprimer /{ $shortcut }

## Reviewing

console-review = Révision
console-mark-right = Cette réponse était correcte
console-mark-wrong = Cette réponse était incorrecte
console-take-back = Retirer la révision
console-right-intent = La bonne intention
console-intent-unknown = Laisser ouverte
console-right-route = La bonne voie
console-right-route-hint = Les tests posent la question comme premier message d’une conversation.
console-all-intents = Toutes les intentions
console-example-text = Ce que le client a écrit
console-use-for-training = En tirer parti au prochain entraînement
console-use-as-test = Le garder comme test de régression
console-right-answer = La bonne réponse
console-right-answer-hint = Devient une paire question-réponse que l’assistant cite.
console-save-review = Enregistrer la révision
console-review-saved = Enregistrée.
console-review-corrected = { $given } → { $intent }
console-after-right = Correcte depuis le dernier entraînement ({ $confidence })
console-after-wrong = Après le dernier entraînement : { $intent } ({ $confidence })
console-still-wrong = Incorrectes après entraînement
console-now-right = Correctes après entraînement
console-figure-reviews = révisions
console-figure-examples = exemples d’entraînement
console-figure-tests = tests de régression
console-figure-pairs = paires question-réponse
console-last-training = Le dernier entraînement
console-training-how = Les corrections prennent effet avec
console-training-fixed = Messages corrigés désormais compris : { $fixed } sur { $corrected }
console-training-broken = Messages confirmés désormais mal compris : { $broken }
console-training-changed = Autres messages récents compris autrement : { $changed } sur { $compared }
console-training-tests = Tests de régression en échec : { $failed } sur { $tests }
console-changed-messages = Messages compris autrement
console-failed-tests = Tests en échec
console-older-trainings = Entraînements précédents
console-corrected-now-right = Corrigés, désormais compris
console-message = Message du client
console-before = Avant
console-after = Maintenant
console-confidence = Confiance
console-wanted = Attendu
console-when = Quand
console-understood-as = Compris comme
console-should-be = Devrait être
console-after-training = Après l’entraînement
console-not-trained-yet = Pas encore
console-used-for = Sert à
console-trains-tag = Exemple
console-tests-tag = Test de régression
console-by = Par
console-reviews-empty = Aucune réponse n’a encore été révisée. Ouvrez une conversation et marquez une réponse comme correcte ou incorrecte.
console-pairs = Paires question-réponse
console-pairs-hint = Réponses approuvées. L’assistant les cite comme des documents, un instant après leur enregistrement.
console-pairs-empty = Aucune paire pour l’instant.
console-question = Question du client
console-answer = Réponse
console-add-pair = Ajouter une paire
console-remove-pair = Supprimer la paire « { $question } »

## Accounts

console-role = Rôle
console-role-viewer = Lecture seule
console-role-agent = Conseiller
console-role-admin = Administrateur
console-role-of = Rôle de { $name }
console-single-sign-on = Authentification unique
console-account-disabled = Désactivé
console-account-disable = Désactiver
console-account-enable = Activer
console-account-sign-out = Déconnecter partout
console-actions-column = Gestion
console-invitations = Invitations en cours
console-invitations-empty = Aucune invitation en cours.
console-invite = Inviter
console-invite-hint = Vous obtenez un lien à transmettre. Il sert une fois, pendant sept jours.
console-invitation-link = Le lien, visible seulement maintenant :
console-withdraw = Retirer
console-expires = Expire
console-copy = Copier
console-invitation-title = Bienvenue dans Parley
console-invitation-lead = Vous êtes invité en tant que { $email } ({ $role }). Choisissez un mot de passe.
console-invitation-loading = Vérification de l’invitation…
console-invitation-over = Cette invitation a été utilisée, retirée ou a expiré. Demandez-en une autre.
console-accept-invitation = Créer le compte
console-sign-in-with = Se connecter avec { $name }
console-provider-away = Le fournisseur d’identité ne répond pas. Réessayez ou utilisez votre mot de passe.
console-provider-refused = Il n’y a pas de compte pour vous ici. Demandez une invitation à un administrateur.
console-old-password = Ancien mot de passe
console-new-password = Nouveau mot de passe
console-change-password = Changer le mot de passe
console-password-hint = Au moins 10 caractères.
console-password-changed = Modifié. Vos autres sessions sont terminées.
console-sessions = Navigateurs connectés
console-browser = Navigateur
console-network-address = Adresse réseau
console-signed-in-since = Depuis
console-this-browser = Celui-ci
console-end-session = Déconnecter
console-end-others = Déconnecter tous les autres
console-api-tokens = Jetons d’API
console-tokens-hint = Un programme muni d’un jeton agit en votre nom, dans la limite de ses droits.
console-tokens-empty = Aucun jeton pour l’instant.
console-token-name = À quoi il sert
console-token-made = Le jeton, visible seulement maintenant :
console-make-token = Créer un jeton
console-revoke = Révoquer
console-scopes = Droits
console-scope-read = Lire
console-scope-write = Modifier
console-scope-export = Exporter
console-scope-admin = Administrer
console-last-used = Dernière utilisation
console-days-count = { $days } jours
console-audit-empty = Rien n’est consigné pour ce filtre.
console-action-column = Opération
console-subject = Sur quoi
console-by-token = par jeton

## Analytics

console-analytics-resolution = Issue des conversations
console-confirmed = Résolues, confirmées
console-assumed = Résolues, présumées
console-reopened = Rouvertes
console-unresolved = Non résolues
console-resolution-hint = Confirmée : le client l’a dit ou l’équipe l’a fermée. Présumée : le bot a aidé au-delà des politesses et un jour a passé. Un simple bonjour ne compte pas.
console-analytics-handoffs = Confiées à des personnes
console-handoff-rate = { $share } de { $total } conversations
console-analytics-response = Première réponse d’une personne
console-median = Médiane
console-p95 = 95 % en moins de
console-analytics-ratings = Notes
console-analytics-languages = Langues
console-analytics-turns = Tours du bot
console-latency = Latence
console-first-word = Premier mot
console-tokens-read = Jetons lus par tour
console-tokens-written = Jetons écrits par tour
console-analytics-volume = Conversations par jour
console-analytics-gaps = Questions sans réponse
console-gaps-hint = Les questions semblables sont regroupées. Rédigez la réponse une fois, et l’assistant la citera.
console-gaps-empty = Chaque question a eu une réponse.
console-times-asked = Posée
console-write-answer = Rédiger la réponse
console-as-table = Sous forme de tableau
console-count-column = Nombre
console-day-column = Jour
console-what-column = Quoi
console-value-column = Valeur
console-no-data = Rien sur cette période.
console-unspecified = Non précisé
console-handed =
    { $reason ->
        [requested] A demandé une personne
        [asked_twice] A posé deux fois la question
        [not_understood] Plusieurs fois incompris
        [anger] Colère
        [complaint] Réclamation
        [legal] Question juridique
        [safety] Danger
        [delivery_problem] Problème de livraison
        [too_many_tries] Trop d’essais
        [dialogue_failed] Gestionnaire de dialogue en panne
        [turn_failed] La réponse a échoué
        [answer_refused] Réponse du modèle refusée
       *[other] { $reason }
    }

## How the widget looks

console-preview = Aperçu
console-preview-dark = Sombre
console-preview-closed = Fermé
console-preview-question = Combien de temps prend la livraison ?
console-preview-answer = Elle prend 3 à 5 jours ouvrés.
console-preview-source = Livraison
console-script-tag = Placez ceci dans vos pages, avant </body>
console-content-policy = Ce qu’une Content-Security-Policy stricte doit autoriser
console-color-contrast =
    { $scheme ->
        [dark] En mode sombre, la couleur ne se détache de la page que de { $ratio } : 1. Il faut 3 : 1 pour voir un bouton.
       *[light] En mode clair, la couleur ne se détache de la page que de { $ratio } : 1. Il faut 3 : 1 pour voir un bouton.
    }
console-pick-color = Choisir la couleur
console-field-title = Titre
console-field-greeting = Message d’accueil
console-field-color = Couleur
console-field-position = Coin
console-field-position-end = En fin de ligne (à droite, à gauche en arabe)
console-field-position-start = En début de ligne (à gauche, à droite en arabe)
console-field-launcher = Bouton
console-field-launcher-chat = Bulle
console-field-launcher-question = Point d’interrogation
console-field-launcher-spark = Étincelle
console-field-allowed-origins = Sites qui peuvent l’intégrer
console-field-identity-key = Clé qui signe les identités
console-field-identity-required = Réservé aux clients connectés
console-field-prechat = Questions avant le premier message
console-field-files = Les clients peuvent envoyer des fichiers

## What customers read

console-wordings = Formulations
console-wordings-title = Ce que lisent les clients
console-wordings-hint = Les textes du bot, du widget et des avis. Ce que vous écrivez est dit aussitôt, sur chaque canal ; l’original reste et peut être rétabli.
console-wordings-search = Chercher dans les textes
console-wordings-find = Chercher
console-wordings-language = Langue
console-wordings-familiar = { $language }, familier
console-wordings-show = Quels textes
console-wordings-changed = Ceux qui ont changé
console-wordings-found =
    { $found ->
        [one] { $found } texte trouvé
       *[other] { $found } textes trouvés
    } · { $changed } modifiés dans cette langue
console-wordings-before = Textes précédents
console-wordings-after = Autres textes
console-wordings-edit = Modifier
console-wordings-is-changed = Modifié
console-wordings-text = Le texte { $name }
console-wordings-unfit = L’original est dit à la place : { $reason }
console-wordings-variables = Gardez-les, ils sont remplis :
console-wordings-look = Montrer ce que lisent les clients
console-wordings-read = Les clients lisent, avec des exemples pour ce qui est rempli :
console-wordings-original = L’original :
console-wordings-back = Revenir à l’original

## Personal data

console-retention = Données personnelles
console-retention-title = Durée de conservation des conversations
console-retention-forever = En général, tout est conservé pour toujours.
console-retention-now =
    { $days ->
        [one] Une conversation est effacée lorsque son dernier message a { $days } jour.
       *[other] Une conversation est effacée lorsque son dernier message a { $days } jours.
    }
console-retention-hint = Les conversations qui attendent une personne, ou que quelqu’un a prises en charge, ne sont jamais effacées. Avec une conversation disparaissent ses messages, fichiers, traductions, traces et évaluations, ainsi que les chiffres des statistiques qui la comptent.
console-retention-days = Jours après le dernier message
console-retention-look = Afficher ce qui serait effacé
console-retention-due =
    { $due ->
        [one] { $due } conversation serait effacée maintenant.
       *[other] { $due } conversations seraient effacées maintenant.
    }
console-retention-set = Conserver ainsi et les effacer
console-retention-set-only = Conserver ainsi
console-retention-keep-all = Tout conserver pour toujours
console-retention-inboxes = Chaque boîte
console-retention-inboxes-hint = Une boîte sans durée propre est conservée comme indiqué ci-dessus.
console-retention-inboxes-none = Aucune boîte pour l’instant.
console-retention-kept =
    { $days ->
        [one] { $days } jour
       *[other] { $days } jours
    }
console-retention-kept-forever = Pour toujours
console-retention-as-others = comme indiqué ci-dessus
console-retention-removed = Supprimée
console-retention-change = Modifier
console-retention-choice = Conserver ses conversations
console-retention-choice-general = Comme indiqué ci-dessus ({ $kept })
console-retention-choice-days = Pendant un nombre de jours
console-retention-choice-forever = Pour toujours
console-person-title = Données d’une personne
console-person-hint = Pour remettre à une personne ce que l’on sait d’elle, ou pour l’effacer.
console-person-find = Adresse e-mail, nom ou numéro de la personne
console-person-look = Rechercher
console-person-nobody = Personne n’est connu sous ce nom.
console-person-conversations = Ses conversations
console-person-since = Depuis
console-person-export = Exporter
console-person-erase = Effacer
console-person-confirm = Rien de tout cela ne peut être annulé. Pour confirmer, saisissez : { $called }
console-person-confirm-label = Votre confirmation
console-person-erased = Effacé. Conversations : { $conversations }, fichiers : { $files }.

## What the log says was done (serving/console/auditing.py)

console-did-analytics-csv = Chiffres exportés
console-did-audit-export = Journal exporté
console-did-canned = Réponse enregistrée modifiée
console-did-canned-remove = Réponse enregistrée supprimée
console-did-contacts-erase = Personne effacée
console-did-contacts-export = Données d’une personne exportées
console-did-conversations-assign = Conversation attribuée
console-did-conversations-draft = Réponse ébauchée
console-did-conversations-events-resend = Message renvoyé
console-did-conversations-hand-back = Rendue au bot
console-did-conversations-locale = Langue d’une conversation changée
console-did-conversations-note = Note écrite
console-did-conversations-preview = Traduction consultée
console-did-conversations-reopen = Conversation rouverte
console-did-conversations-reply = Réponse envoyée
console-did-conversations-resolve = Conversation résolue
console-did-conversations-reviews = Réponse évaluée
console-did-conversations-reviews-withdraw = Évaluation retirée
console-did-conversations-snooze = Conversation mise en veille
console-did-conversations-take-over = Conversation prise en charge
console-did-export = Conversations exportées
console-did-inboxes = Boîte ajoutée ou modifiée
console-did-inboxes-check = Boîte vérifiée
console-did-inboxes-keys = Clé d’une boîte créée
console-did-inboxes-keys-revoke = Clé d’une boîte révoquée
console-did-inboxes-remove = Boîte supprimée
console-did-invitation = Invitation ouverte
console-did-invitation-accept = Invitation acceptée
console-did-knowledge-addresses = Adresse web ajoutée
console-did-knowledge-files = Document ajouté
console-did-knowledge-inboxes = Boîtes d’une source changées
console-did-knowledge-ingest = Source relue
console-did-knowledge-remove = Source supprimée
console-did-login = Connexion
console-did-login-failed = Échec de connexion
console-did-logout = Déconnexion
console-did-me = Langue personnelle changée
console-did-me-password = Mot de passe personnel changé
console-did-me-sessions-end = Session personnelle fermée
console-did-me-sessions-others-end = Autres sessions personnelles fermées
console-did-me-tokens = Jeton d’API créé
console-did-me-tokens-revoke = Jeton d’API révoqué
console-did-media = Fichier téléversé
console-did-oidc-callback = Connexion externe
console-did-pairs = Réponse validée modifiée
console-did-pairs-remove = Réponse validée supprimée
console-did-retention = Conservation changée
console-did-retention-erase = Anciennes conversations effacées
console-did-retention-inboxes = Conservation d’une boîte changée
console-did-retention-inboxes-remove = Conservation d’une boîte rétablie
console-did-wordings = Formulation modifiée
console-did-wordings-remove = Formulation rétablie
console-did-team-disable = Compte désactivé
console-did-team-enable = Compte activé
console-did-team-invitations = Collègue invité
console-did-team-invitations-withdraw = Invitation retirée
console-did-team-role = Rôle changé
console-did-team-sign-out = Compte déconnecté partout
console-did-train = Bot entraîné
console-did-translation-export = Traductions exportées
console-did-translation-import = Traductions importées
console-did-translation-segments = Traduction modifiée
console-did-translation-segments-remove = Traduction supprimée
console-did-translation-terms = Terme modifié
console-did-translation-terms-remove = Terme supprimé
console-did-translation-try = Traduction essayée
console-did-views = Vue enregistrée
console-did-views-remove = Vue supprimée
