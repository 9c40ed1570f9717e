# What differs from fr/widget.ftl in French, addressing the customer as "tu".
# Who wrote and who reviewed these words: ../fr/about.yml.

widget-greeting = Salut ! Pose-moi tes questions sur une commande, une livraison, un retour ou tout autre sujet de nos pages d’aide.
widget-you = Toi
widget-status-assigned = Tu parles avec { $name }
widget-placeholder = Écris un message…
widget-message-label = Ton message
widget-too-long = Ce message est trop long. Raccourcis-le, s’il te plaît.
widget-offline = Tu es hors ligne. Ce que tu écris est conservé et sera envoyé à ton retour.
widget-degraded = Nous avons un problème technique. Tes messages sont conservés et recevront une réponse.
widget-wrong-inbox = Ce chat n’est pas configuré correctement. Préviens le responsable de cette page.
widget-session-expired = Ta session précédente a expiré. Ceci est une nouvelle conversation.
widget-notice-open = Tu es dans la file d’attente de notre équipe
widget-notice-resolved = Conversation terminée. Écris-nous quand tu veux.
widget-sign-in-first = Connecte-toi sur cette page pour nous écrire.
widget-rating-title = Que penses-tu de nos réponses ?
widget-rating-thanks = Merci pour ton évaluation.
widget-rating-remark = Souhaites-tu ajouter quelque chose ?
widget-rating-failed = Ton évaluation n’a pas pu être envoyée.
widget-prechat-name = Ton nom
widget-prechat-email = Ton adresse e-mail
widget-prechat-phone = Ton numéro de téléphone
widget-prechat-failed = L’envoi a échoué. Réessaie.
widget-prechat-refused = Vérifie ta saisie.
widget-file-failed = Non envoyé. Retire-le et réessaie.
