# What differs from fr/channels.ftl in French, addressing the customer as "tu".
# Who wrote and who reviewed these words: ../fr/about.yml.

channel-text-only = Je ne peux lire que du texte. Écris-moi de quoi il s’agit, s’il te plaît.
channel-greeting = Salut ! Écris-moi : je t’aiderai ou te mettrai en relation avec notre équipe.
channel-choose-number = Réponds par un nombre, s’il te plaît.
channel-file-received = Merci, j’ai conservé ton fichier dans cette conversation et notre équipe pourra le consulter. Je ne peux lire que du texte : écris-moi de quoi il s’agit, s’il te plaît.
