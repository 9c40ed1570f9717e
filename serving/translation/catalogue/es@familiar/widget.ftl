# What differs from es/widget.ftl in Spanish, addressing the customer as "tú".
# Who wrote and who reviewed these words: ../es/about.yml.

widget-greeting = ¡Hola! Pregúntame por un pedido, un envío, una devolución o cualquier tema de nuestras páginas de ayuda.
widget-you = Tú
widget-status-assigned = Estás hablando con { $name }
widget-placeholder = Escribe un mensaje…
widget-message-label = Tu mensaje
widget-too-long = Este mensaje es demasiado largo. Acórtalo, por favor.
widget-offline = No tienes conexión. Lo que escribas se guarda y se enviará cuando vuelvas a tenerla.
widget-degraded = Tenemos un problema técnico. Tus mensajes se guardan y los responderemos.
widget-wrong-inbox = Este chat no está bien configurado. Avisa al responsable de esta página, por favor.
widget-session-expired = Tu sesión anterior ha caducado. Esta es una conversación nueva.
widget-notice-open = Estás en la cola de nuestro equipo
widget-notice-handback = Vuelve a atenderte nuestro asistente
widget-notice-resolved = Conversación cerrada. Escríbenos de nuevo cuando quieras.
widget-sign-in-first = Inicia sesión en esta página para escribirnos.
widget-rating-title = ¿Qué te ha parecido nuestra atención?
widget-rating-thanks = Gracias por tu valoración.
widget-rating-remark = ¿Quieres añadir algo?
widget-rating-failed = No se ha podido enviar tu valoración.
widget-prechat-name = Tu nombre
widget-prechat-email = Tu dirección de correo electrónico
widget-prechat-phone = Tu número de teléfono
widget-prechat-failed = No se ha podido enviar. Inténtalo de nuevo, por favor.
widget-prechat-refused = Revisa los datos que has escrito, por favor.
widget-file-failed = No enviado. Quítalo e inténtalo de nuevo.
