# What the console says in its pages, its filter and its reviews.

## Pages

console-reviews = Revisiones
console-analytics = Analítica
console-audit = Registro de auditoría
console-account = Su cuenta
console-page-loading = Cargando…
console-key-reviews = Ir a las revisiones
console-key-analytics = Ir a la analítica
console-key-filter = Filtrar la bandeja
console-key-more = Asignar, posponer, imprimir

## The filter

console-filter = Filtrar
console-filter-snoozed = Pospuestas
console-clear-filter = Quitar filtros
console-any = Cualquiera
console-filter-inbox = Bandeja
console-filter-below = Confianza
console-below-percent = por debajo del { $percent } %
console-assignee-me = Yo
console-rating = Valoración
console-rating-at-most = { $stars } o menos
console-stars = Valorada { $stars }/5
console-reviewed = Revisada
console-reviewed-yes = Revisada
console-reviewed-no = Aún no
console-reviewed-right = Correcta
console-reviewed-wrong = Incorrecta
console-handoff-reason = Motivo del traspaso
console-since = Desde
console-until = Hasta
console-saved-views = Vistas guardadas
console-view-name = Nombre de esta vista
console-view-shared = Para todo el equipo
console-view-shared-tag = Equipo
console-save-view = Guardar esta vista
console-remove-view = Quitar la vista { $name }
console-export-csv = Exportar CSV
console-export-jsonl = Exportar líneas JSON
console-print = Imprimir

## Working a conversation

console-more-actions = Más acciones
console-assign-to = Asignar a
console-assign = Asignar
console-snooze-until = Posponer
console-snooze-hour = Una hora
console-snooze-tomorrow = Hasta mañana, 9:00
console-snooze-week = Una semana
console-snooze-at = Hasta otro momento
console-conversation-language = Idioma de la conversación
console-language-automatic = Automático
console-language-automatic-now = Automático: { $language }
console-locale-why-operator = elegido por el equipo
console-locale-why-customer = elegido por el cliente
console-locale-why-switched = el cliente lo ha cambiado
console-locale-why-conversation = decidido de nuevo automáticamente
console-load-earlier = Mensajes anteriores
console-sending-soon = Sale enseguida
console-undo = Deshacer
console-sys-rating = Valoración del cliente: { $stars }/5 { $remark }
console-canned-replies = Respuestas predefinidas
console-canned-hint = Escriba / en una respuesta para insertar una. Primero va el idioma del cliente.
console-canned-empty = Aún no hay respuestas predefinidas.
console-shortcut = Atajo
console-reply-text = Texto
console-keep-reply = Guardar una respuesta
console-remove-reply = Quitar /{ $shortcut }

## Reviewing

console-review = Revisión
console-mark-right = Esta respuesta fue correcta
console-mark-wrong = Esta respuesta fue incorrecta
console-take-back = Retirar la revisión
console-right-intent = La intención correcta
console-intent-unknown = Dejar abierta
console-right-route = La vía correcta
console-right-route-hint = Las pruebas lo preguntan como primer mensaje de una conversación.
console-all-intents = Todas las intenciones
console-example-text = Lo que escribió el cliente
console-use-for-training = Aprender de ello en el próximo entrenamiento
console-use-as-test = Conservarlo como prueba de regresión
console-right-answer = La respuesta correcta
console-right-answer-hint = Se convierte en un par de pregunta y respuesta que el asistente cita.
console-save-review = Guardar la revisión
console-review-saved = Guardada.
console-review-corrected = { $given } → { $intent }
console-after-right = Correcta desde el último entrenamiento ({ $confidence })
console-after-wrong = Tras el último entrenamiento: { $intent } ({ $confidence })
console-still-wrong = Incorrectas tras entrenar
console-now-right = Correctas tras entrenar
console-figure-reviews = revisiones
console-figure-examples = ejemplos de entrenamiento
console-figure-tests = pruebas de regresión
console-figure-pairs = pares de pregunta y respuesta
console-last-training = El último entrenamiento
console-training-how = Las correcciones surten efecto con
console-training-fixed = Mensajes corregidos que ahora son correctos: { $fixed } de { $corrected }
console-training-broken = Mensajes confirmados que ahora son incorrectos: { $broken }
console-training-changed = Otros mensajes recientes que se entienden de otro modo: { $changed } de { $compared }
console-training-tests = Pruebas de regresión que fallan: { $failed } de { $tests }
console-changed-messages = Mensajes entendidos de otro modo
console-failed-tests = Pruebas fallidas
console-older-trainings = Entrenamientos anteriores
console-corrected-now-right = Corregidos, ahora correctos
console-message = Mensaje
console-before = Antes
console-after = Ahora
console-confidence = Confianza
console-wanted = Esperado
console-when = Cuándo
console-understood-as = Entendido como
console-should-be = Debería ser
console-after-training = Tras el entrenamiento
console-not-trained-yet = Aún no
console-used-for = Se usa para
console-trains-tag = Ejemplo
console-tests-tag = Prueba
console-by = Por
console-reviews-empty = Aún no se ha revisado ninguna respuesta. Abra una conversación y marque una respuesta como correcta o incorrecta.
console-pairs = Pares de pregunta y respuesta
console-pairs-hint = Respuestas aprobadas. El asistente las cita como documentos, un momento después de guardarlas.
console-pairs-empty = Aún no hay pares.
console-question = Pregunta
console-answer = Respuesta
console-add-pair = Añadir un par
console-remove-pair = Quitar el par «{ $question }»

## Accounts

console-role = Rol
console-role-viewer = Solo lectura
console-role-agent = Operador
console-role-admin = Administrador
console-role-of = Rol de { $name }
console-single-sign-on = Inicio de sesión único
console-account-disabled = Desactivada
console-account-disable = Desactivar
console-account-enable = Activar
console-account-sign-out = Cerrar todas sus sesiones
console-actions-column = Acciones
console-invitations = Invitaciones
console-invitations-empty = No hay invitaciones abiertas.
console-invite = Invitar
console-invite-hint = Recibirá un enlace para compartir. Sirve una vez, durante siete días.
console-invitation-link = El enlace, visible solo ahora:
console-withdraw = Retirar
console-expires = Caduca
console-copy = Copiar
console-invitation-title = Le damos la bienvenida a Parley
console-invitation-lead = Tiene una invitación como { $email } ({ $role }). Elija una contraseña.
console-invitation-loading = Comprobando la invitación…
console-invitation-over = Esta invitación ya se usó, se retiró o caducó. Pida otra.
console-accept-invitation = Crear la cuenta
console-sign-in-with = Iniciar sesión con { $name }
console-provider-away = El proveedor de inicio de sesión no responde. Inténtelo de nuevo o use su contraseña.
console-provider-refused = No hay ninguna cuenta para usted aquí. Pida una invitación a un administrador.
console-old-password = Contraseña anterior
console-new-password = Contraseña nueva
console-change-password = Cambiar la contraseña
console-password-hint = Al menos 10 caracteres.
console-password-changed = Cambiada. Sus demás sesiones han terminado.
console-sessions = Navegadores con sesión iniciada
console-browser = Navegador
console-network-address = Dirección
console-signed-in-since = Desde
console-this-browser = Este
console-end-session = Cerrar sesión
console-end-others = Cerrar todas las demás
console-api-tokens = Tokens de API
console-tokens-hint = Un programa con un token actúa en su nombre, hasta donde llegan sus permisos.
console-tokens-empty = Aún no hay tokens.
console-token-name = Para qué sirve
console-token-made = El token, visible solo ahora:
console-make-token = Crear un token
console-revoke = Revocar
console-scopes = Permisos
console-scope-read = Leer
console-scope-write = Modificar
console-scope-export = Exportar
console-scope-admin = Administrar
console-last-used = Último uso
console-days-count = { $days } días
console-audit-empty = No hay nada registrado para este filtro.
console-action-column = Acción
console-subject = Sobre qué
console-by-token = por token

## Analytics

console-analytics-resolution = Cómo terminan las conversaciones
console-confirmed = Resueltas, confirmadas
console-assumed = Resueltas, supuestas
console-reopened = Reabiertas
console-unresolved = Sin resolver
console-resolution-hint = Confirmada: lo dijo el cliente o la cerró el equipo. Supuesta: el bot ayudó con algo más que cortesías y ha pasado un día. Un saludo no cuenta.
console-analytics-handoffs = Traspasadas a personas
console-handoff-rate = { $share } de { $total } conversaciones
console-analytics-response = Primera respuesta de una persona
console-median = Mediana
console-p95 = 95 % en menos de
console-analytics-ratings = Valoraciones
console-analytics-languages = Idiomas
console-analytics-turns = Turnos del bot
console-latency = Latencia
console-first-word = Primera palabra
console-tokens-read = Tokens leídos por turno
console-tokens-written = Tokens escritos por turno
console-analytics-volume = Conversaciones por día
console-analytics-gaps = Preguntas sin respuesta
console-gaps-hint = Las preguntas parecidas van juntas. Escriba la respuesta una vez y el asistente la citará.
console-gaps-empty = Todas las preguntas tuvieron respuesta.
console-times-asked = Veces
console-write-answer = Escribir la respuesta
console-as-table = Como tabla
console-count-column = Número
console-day-column = Día
console-what-column = Qué
console-value-column = Valor
console-no-data = Nada en este periodo.
console-unspecified = Sin indicar
console-handed =
    { $reason ->
        [requested] Pidió una persona
        [asked_twice] Preguntó lo mismo dos veces
        [not_understood] No se entendió varias veces
        [anger] Enfado
        [complaint] Una queja
        [legal] Asunto legal
        [safety] Peligro
        [delivery_problem] Problema de entrega
        [too_many_tries] Demasiados intentos
        [dialogue_failed] Falló el gestor de diálogo
        [turn_failed] Falló la respuesta
        [answer_refused] Respuesta del modelo rechazada
       *[other] { $reason }
    }

## How the widget looks

console-preview = Vista previa
console-preview-dark = Oscuro
console-preview-closed = Cerrado
console-preview-question = ¿Cuánto tarda el envío?
console-preview-answer = Tarda entre 3 y 5 días laborables.
console-preview-source = Envío
console-script-tag = Ponga esto en sus páginas, antes de </body>
console-content-policy = Lo que debe permitir una Content-Security-Policy estricta
console-color-contrast =
    { $scheme ->
        [dark] En modo oscuro, el color destaca de la página solo { $ratio } : 1. Hace falta 3 : 1 para ver un botón.
       *[light] En modo claro, el color destaca de la página solo { $ratio } : 1. Hace falta 3 : 1 para ver un botón.
    }
console-pick-color = Elegir el color
console-field-title = Título
console-field-greeting = Saludo
console-field-color = Color
console-field-position = Esquina
console-field-position-end = Al final de la línea (derecha; izquierda en árabe)
console-field-position-start = Al principio (izquierda; derecha en árabe)
console-field-launcher = Botón
console-field-launcher-chat = Bocadillo
console-field-launcher-question = Signo de interrogación
console-field-launcher-spark = Chispa
console-field-allowed-origins = Sitios web que pueden incluirlo
console-field-identity-key = Clave que firma identidades
console-field-identity-required = Solo para clientes con sesión iniciada
console-field-prechat = Preguntas antes del primer mensaje
console-field-files = Los clientes pueden enviar archivos

## What customers read

console-wordings = Textos
console-wordings-title = Lo que leen los clientes
console-wordings-hint = Los textos del bot, del widget y de los avisos. Lo que escriba se dice al momento y en todos los canales; el original se conserva y se puede recuperar.
console-wordings-search = Buscar en los textos
console-wordings-find = Buscar
console-wordings-language = Idioma
console-wordings-familiar = { $language }, con tuteo
console-wordings-show = Qué textos
console-wordings-changed = Los cambiados
console-wordings-found =
    { $found ->
        [one] { $found } texto encontrado
       *[other] { $found } textos encontrados
    } · { $changed } cambiados en este idioma
console-wordings-before = Textos anteriores
console-wordings-after = Más textos
console-wordings-edit = Editar
console-wordings-is-changed = Cambiado
console-wordings-text = El texto { $name }
console-wordings-unfit = Se dice el original en lugar de este: { $reason }
console-wordings-variables = Consérvelas, se rellenan:
console-wordings-look = Mostrar lo que leen los clientes
console-wordings-read = Los clientes leen, con ejemplos de lo que se rellena:
console-wordings-original = El original:
console-wordings-back = Volver al original

## Personal data

console-retention = Datos personales
console-retention-title = Cuánto tiempo se conservan las conversaciones
console-retention-forever = En general, todo se conserva para siempre.
console-retention-now =
    { $days ->
        [one] Una conversación se borra cuando su último mensaje tiene { $days } día.
       *[other] Una conversación se borra cuando su último mensaje tiene { $days } días.
    }
console-retention-hint = Las conversaciones que esperan a una persona, o que alguien atiende, no se borran nunca. Con una conversación se borran sus mensajes, archivos, traducciones, trazas y revisiones, y las cifras de las estadísticas que la cuentan.
console-retention-days = Días después del último mensaje
console-retention-look = Mostrar qué se borraría
console-retention-due =
    { $due ->
        [one] Ahora se borraría { $due } conversación.
       *[other] Ahora se borrarían { $due } conversaciones.
    }
console-retention-set = Conservar así y borrarlas
console-retention-set-only = Conservar así
console-retention-keep-all = Conservarlo todo para siempre
console-retention-inboxes = Cada bandeja
console-retention-inboxes-hint = Una bandeja sin plazo propio se conserva como se indica arriba.
console-retention-inboxes-none = Todavía no hay bandejas.
console-retention-kept =
    { $days ->
        [one] { $days } día
       *[other] { $days } días
    }
console-retention-kept-forever = Para siempre
console-retention-as-others = como se indica arriba
console-retention-removed = Eliminada
console-retention-change = Cambiar
console-retention-choice = Conservar sus conversaciones
console-retention-choice-general = Como se indica arriba ({ $kept })
console-retention-choice-days = Durante un número de días
console-retention-choice-forever = Para siempre
console-person-title = Datos de una persona
console-person-hint = Para entregar a una persona lo que se sabe de ella, o para borrarlo.
console-person-find = Correo electrónico, nombre o número de la persona
console-person-look = Buscar
console-person-nobody = No se conoce a nadie así.
console-person-conversations = Conversaciones
console-person-since = Desde
console-person-export = Exportar
console-person-erase = Borrar
console-person-confirm = Nada de esto se puede deshacer. Para confirmar, escriba: { $called }
console-person-confirm-label = Confirmación
console-person-erased = Borrado. Conversaciones: { $conversations }, archivos: { $files }.

## What the log says was done (serving/console/auditing.py)

console-did-analytics-csv = Cifras exportadas
console-did-audit-export = Registro exportado
console-did-canned = Respuesta guardada modificada
console-did-canned-remove = Respuesta guardada eliminada
console-did-contacts-erase = Persona borrada
console-did-contacts-export = Datos de una persona exportados
console-did-conversations-assign = Conversación asignada
console-did-conversations-draft = Borrador de respuesta creado
console-did-conversations-events-resend = Mensaje reenviado
console-did-conversations-hand-back = Devuelta al bot
console-did-conversations-locale = Idioma de una conversación cambiado
console-did-conversations-note = Nota escrita
console-did-conversations-preview = Traducción consultada
console-did-conversations-reopen = Conversación reabierta
console-did-conversations-reply = Respuesta enviada
console-did-conversations-resolve = Conversación resuelta
console-did-conversations-reviews = Respuesta revisada
console-did-conversations-reviews-withdraw = Revisión retirada
console-did-conversations-snooze = Conversación pospuesta
console-did-conversations-take-over = Conversación tomada
console-did-export = Conversaciones exportadas
console-did-inboxes = Bandeja creada o modificada
console-did-inboxes-check = Bandeja comprobada
console-did-inboxes-keys = Clave de una bandeja creada
console-did-inboxes-keys-revoke = Clave de una bandeja revocada
console-did-inboxes-remove = Bandeja eliminada
console-did-invitation = Invitación abierta
console-did-invitation-accept = Invitación aceptada
console-did-knowledge-addresses = Dirección web añadida
console-did-knowledge-files = Documento añadido
console-did-knowledge-inboxes = Bandejas de una fuente cambiadas
console-did-knowledge-ingest = Fuente leída de nuevo
console-did-knowledge-remove = Fuente eliminada
console-did-login = Inicio de sesión
console-did-login-failed = Inicio de sesión fallido
console-did-logout = Cierre de sesión
console-did-me = Idioma propio cambiado
console-did-me-password = Contraseña propia cambiada
console-did-me-sessions-end = Sesión propia cerrada
console-did-me-sessions-others-end = Otras sesiones propias cerradas
console-did-me-tokens = Token de API creado
console-did-me-tokens-revoke = Token de API revocado
console-did-media = Archivo subido
console-did-oidc-callback = Inicio de sesión externo
console-did-pairs = Respuesta aprobada modificada
console-did-pairs-remove = Respuesta aprobada eliminada
console-did-retention = Conservación cambiada
console-did-retention-erase = Conversaciones antiguas borradas
console-did-retention-inboxes = Conservación de una bandeja cambiada
console-did-retention-inboxes-remove = Conservación de una bandeja restablecida
console-did-wordings = Texto cambiado
console-did-wordings-remove = Texto restablecido
console-did-team-disable = Cuenta desactivada
console-did-team-enable = Cuenta activada
console-did-team-invitations = Colega invitado
console-did-team-invitations-withdraw = Invitación retirada
console-did-team-role = Rol cambiado
console-did-team-sign-out = Sesiones de una cuenta cerradas
console-did-train = Bot entrenado
console-did-translation-export = Traducciones exportadas
console-did-translation-import = Traducciones importadas
console-did-translation-segments = Traducción modificada
console-did-translation-segments-remove = Traducción eliminada
console-did-translation-terms = Término modificado
console-did-translation-terms-remove = Término eliminado
console-did-translation-try = Traducción probada
console-did-views = Vista guardada
console-did-views-remove = Vista eliminada
