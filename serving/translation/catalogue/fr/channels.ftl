# What a channel says by itself, in French. See about.yml.

channel-text-only = Je ne peux lire que du texte. Écrivez-moi de quoi il s’agit, s’il vous plaît.
channel-greeting = Bonjour ! Écrivez-moi : je vous aiderai ou vous mettrai en relation avec notre équipe.
channel-choose-number = Merci de répondre par un nombre.
channel-file-received = Merci, j’ai conservé votre fichier dans cette conversation et notre équipe pourra le consulter. Je ne peux lire que du texte : écrivez-moi de quoi il s’agit, s’il vous plaît.
note-window-closed = Non remis : ce canal n’accepte le texte libre que pendant un certain temps après le dernier message du client, et ce délai est écoulé. Attendez que le client écrive de nouveau, ou définissez un modèle de message dans les réglages de la boîte de réception et renvoyez le message.

channel-email-subject = Votre message à { $inbox }
channel-email-empty = (un e-mail vide)
