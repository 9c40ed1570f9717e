# What the website widget says, in French, addressing the customer as "vous". See about.yml.

widget-title = Service client
widget-greeting = Bonjour ! Posez-moi vos questions sur une commande, une livraison, un retour ou tout autre sujet de nos pages d’aide.
widget-open = Ouvrir le chat
widget-close = Fermer le chat
widget-language = Langue
widget-conversation = Conversation
widget-bot-name = Assistant
widget-bot-badge = Bot
widget-human-badge = Humain
widget-you = Vous
widget-team = Service client
widget-status-bot = Notre assistant répond tout de suite
widget-status-open = En attente de notre équipe
widget-status-assigned = Vous parlez avec { $name }
widget-status-resolved = Cette conversation est terminée
widget-placeholder = Écrivez un message…
widget-message-label = Votre message
widget-send = Envoyer
widget-talk-to-human = Parler à une personne
widget-talk-to-human-message = Je voudrais parler à une personne.
widget-typing = { $name } écrit
widget-sending = Envoi en cours
widget-queued = En attente de connexion
widget-sent = Envoyé
widget-failed = Non envoyé
widget-retry = Réessayer
widget-discard = Supprimer
widget-too-long = Ce message est trop long. Merci de le raccourcir.
widget-sources = Sources
widget-open-source = Ouvrir l’article
widget-page = page { $page }
widget-new-messages = Nouveaux messages
widget-unread =
    { $count ->
        [one] { $count } non lu
       *[other] { $count } non lus
    }
widget-today = Aujourd’hui
widget-yesterday = Hier
widget-offline = Vous êtes hors ligne. Ce que vous écrivez est conservé et sera envoyé à votre retour.
widget-reconnecting = La connexion a été perdue. Nouvelle tentative…
widget-degraded = Nous avons un problème technique. Vos messages sont conservés et recevront une réponse.
widget-unavailable = Le chat est injoignable pour le moment. Nouvelle tentative…
widget-wrong-inbox = Ce chat n’est pas configuré correctement. Merci de prévenir le responsable de cette page.
widget-session-expired = Votre session précédente a expiré. Ceci est une nouvelle conversation.
widget-notice-open = Vous êtes dans la file d’attente de notre équipe
widget-notice-joined = { $name } a rejoint la conversation
widget-notice-handback = Notre assistant est de retour
widget-notice-resolved = Conversation terminée. Écrivez-nous quand vous voulez.
widget-sign-in-first = Connectez-vous sur cette page pour nous écrire.
widget-rating-title = Que pensez-vous de nos réponses ?
widget-rating-1 = Très mauvaises
widget-rating-2 = Mauvaises
widget-rating-3 = Correctes
widget-rating-4 = Bonnes
widget-rating-5 = Très bonnes
widget-rating-thanks = Merci pour votre évaluation.
widget-rating-remark = Souhaitez-vous ajouter quelque chose ?
widget-rating-send = Envoyer
widget-rating-failed = Votre évaluation n’a pas pu être envoyée.
widget-prechat-title = Avant de commencer
widget-prechat-name = Votre nom
widget-prechat-email = Votre adresse e-mail
widget-prechat-phone = Votre numéro de téléphone
widget-prechat-optional = { $question } (facultatif)
widget-prechat-start = Démarrer le chat
widget-prechat-failed = L’envoi a échoué. Merci de réessayer.
widget-prechat-refused = Merci de vérifier votre saisie.
widget-attach = Joindre des fichiers
widget-attached = Fichiers joints
widget-remove-file = Retirer { $name }
widget-file-too-large = Trop volumineux : { $size } au maximum
widget-file-too-many = Trop de fichiers : { $count } au maximum
widget-file-type = Ce type de fichier ne peut pas être envoyé
widget-file-failed = Non envoyé. Retirez-le et réessayez.
widget-save = Enregistrer la conversation
widget-cards =
    { $count ->
        [one] { $count } carte
       *[other] { $count } cartes
    }
