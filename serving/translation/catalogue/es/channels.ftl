# What a channel says by itself, in Spanish. See about.yml.

channel-text-only = Solo puedo leer texto. Escríbame de qué se trata, por favor.
channel-greeting = ¡Hola! Escríbame y le ayudaré o le pondré en contacto con nuestro equipo.
channel-choose-number = Responda con un número, por favor.
channel-file-received = Gracias, he guardado su archivo en esta conversación y nuestro equipo podrá verlo. Yo solo puedo leer texto: escríbame de qué se trata, por favor.
note-window-closed = No entregado: este canal solo admite texto libre durante un tiempo después del último mensaje del cliente, y ese tiempo ya ha pasado. Espere a que el cliente vuelva a escribir, o configure una plantilla de mensaje en los ajustes de la bandeja de entrada y envíelo de nuevo.

channel-email-subject = Su mensaje a { $inbox }
channel-email-empty = (un correo vacío)
