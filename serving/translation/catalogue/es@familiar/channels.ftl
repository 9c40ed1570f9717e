# What differs from es/channels.ftl in Spanish, addressing the customer as "tú".
# Who wrote and who reviewed these words: ../es/about.yml.

channel-text-only = Solo puedo leer texto. Escríbeme de qué se trata, por favor.
channel-greeting = ¡Hola! Escríbeme y te ayudaré o te pondré en contacto con nuestro equipo.
channel-choose-number = Responde con un número, por favor.
channel-file-received = Gracias, he guardado tu archivo en esta conversación y nuestro equipo podrá verlo. Yo solo puedo leer texto: escríbeme de qué se trata, por favor.
