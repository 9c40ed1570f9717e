# What a channel says by itself, in Spanish. See about.yml.

channel-text-only = Solo puedo leer texto. Escríbame de qué se trata, por favor.
channel-greeting = ¡Hola! Escríbame y le ayudaré o le pondré en contacto con nuestro equipo.
