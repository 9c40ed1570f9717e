# What a channel says by itself, in French. See about.yml.

channel-text-only = Je ne peux lire que du texte. Écrivez-moi de quoi il s’agit, s’il vous plaît.
channel-greeting = Bonjour ! Écrivez-moi : je vous aiderai ou vous mettrai en relation avec notre équipe.
