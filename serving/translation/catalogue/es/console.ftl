# What the console says to operators, in Spanish. See about.yml.

## The console as a whole

console-app = Parley
console-inbox = Bandeja de entrada
console-language-of-console = Idioma de la consola
console-account-of = Su cuenta, { $name }

## Signing in

console-sign-in-title = Iniciar sesión en Parley
console-sign-in-lead = Lea las conversaciones, vea por qué el asistente respondió lo que respondió y tome el relevo.
console-email = Correo electrónico
console-password = Contraseña
console-sign-in = Iniciar sesión
console-signing-in = Iniciando sesión…
console-sign-in-wrong = El correo electrónico o la contraseña no son correctos.
console-sign-in-throttled =
    Demasiados intentos. Espere { $seconds ->
        [one] { $seconds } segundo
       *[other] { $seconds } segundos
    } y vuelva a intentarlo.
console-sign-out = Cerrar sesión

## The inbox

console-search = Buscar nombres y mensajes
console-filters = Estado de las conversaciones
console-filter-all = Todas
console-filter-open = Abiertas
console-filter-bot = Bot
console-filter-resolved = Resueltas
console-status-bot = Con el bot
console-status-open = Abierta
console-status-snoozed = Pospuesta
console-status-resolved = Resuelta
console-waiting = Espera desde hace { $time }
console-unread = Sin leer
console-visitor = Visitante { $id }
console-no-text = Sin mensajes todavía
console-list-loading = Cargando conversaciones…
console-list-error = No se han podido cargar las conversaciones.
console-list-empty = Aún no hay conversaciones
console-list-empty-hint = Aparecerán aquí en cuanto un cliente escriba en el widget.
console-list-none = Sin resultados
console-list-none-hint = Elija otro estado o busque otra cosa.
console-more = Cargar más
console-try-again = Reintentar

## The transcript

console-back-to-list = Volver a la bandeja de entrada
console-transcript = Transcripción
console-choose = Elija una conversación
console-choose-hint = Pulse j y k para moverse por la bandeja de entrada, Intro para abrir y «?» para ver todos los atajos.
console-transcript-loading = Cargando la transcripción…
console-transcript-error = No se ha podido cargar la transcripción.
console-transcript-missing = Esa conversación no existe.
console-bot = Asistente
console-bot-badge = Bot
console-customer = Cliente
console-team = Equipo de atención al cliente
console-you = Usted
console-note = Nota privada
console-why = Por qué esta respuesta
console-sources = Fuentes
console-typing-bot = El asistente está escribiendo
console-sending = Enviando…
console-not-sent = No enviado: { $reason }
console-discard = Eliminar
console-jump = Mensajes nuevos

## What an operator does

console-take-over = Tomar el relevo
console-hand-back = Devolver al bot
console-resolve = Marcar como resuelta
console-reopen = Reabrir
console-details = Detalles
console-held-by-you = Usted lleva esta conversación
console-held-by = { $name } lleva esta conversación
console-with-bot = Responde el bot
console-waits = Espera a alguien del equipo
console-tab-reply = Respuesta
console-tab-note = Nota privada
console-write-reply = Escriba al cliente. Intro envía; Mayús+Intro empieza otra línea.
console-write-takes-over = Escriba al cliente. Al enviar, tomará el relevo de la conversación.
console-write-held = { $name } lleva esta conversación. Puede dejar una nota privada.
console-write-note = Solo lo ve su equipo.
console-send = Enviar
console-add-note = Añadir nota
console-draft-reply = Proponer una respuesta
console-drafting = Buscando en los documentos…
console-draft-failed = Sin propuesta: { $reason }
console-draft-quoted = Frases de sus documentos. Léalas antes de enviar:
console-draft-written = Escrito por el modelo y comprobado con sus documentos. Léalo antes de enviar:
console-draft-earlier = A lo que se preguntó antes: «{ $question }»
console-draft-nothing = Los documentos no responden a esto. Lo más cercano:

## The details of a conversation

console-close-details = Cerrar los detalles
console-contact = Contacto
console-name = Nombre
console-verified = Verificado
console-not-verified = Sin verificar
console-unknown = Desconocido
console-conversation = Conversación
console-status = Estado
console-assignee = La lleva
console-nobody = Nadie
console-channel = Canal
console-language = Idioma
console-identifier = Número
console-copy-link = Copiar enlace
console-copied = Copiado

## Why this answer

console-trace = Por qué esta respuesta
console-trace-hint = Elija «Por qué esta respuesta» bajo un mensaje del bot: aquí aparecerán su intención, sus fuentes, sus decisiones y sus tiempos.
console-trace-loading = La explicación está en camino…
console-outcome = Resultado
console-outcome-answered = Respondida
console-outcome-held = El bot se mantuvo al margen: alguien del equipo lleva la conversación
console-outcome-dropped = Descartada: llegó antes algo más reciente
console-outcome-handed-off = Pasada a una persona
console-outcome-failed = Fallida
console-route = Vía
console-route-script = Flujo predefinido
console-route-knowledge = Respuesta de los documentos
console-route-handoff = Pasar a una persona
console-intent = Intención
console-intent-none = No se ha reconocido ninguna intención.
console-policy = Política
console-reason = Motivo
console-entities = Encontrado en el mensaje
console-slots = Recordado
console-actions = Acciones
console-passages = Pasajes
console-expected-questions = Preguntas esperadas
console-score = puntuación { $value }
console-cosine = significado { $value }
console-text-rank = palabras, puesto { $value }
console-found-by-expected = hallado por la pregunta esperada «{ $question }»
console-decisions = Decisiones
console-timings = Tiempos
console-timing-queue = Cola
console-timing-translate = Traducción
console-timing-dialogue = Diálogo
console-timing-retrieve = Búsqueda
console-timing-generate = Redacción
console-timing-other = El resto
console-timing-total = Total
console-first-token = primer token a los { $time }
console-step = Paso
console-duration = Duración
console-model = Modelo
console-tokens =
    { $prompt ->
        [one] { $prompt } token leído
       *[other] { $prompt } tokens leídos
    }, { $completion ->
        [one] { $completion } escrito
       *[other] { $completion } escritos
    }
console-degraded =
    Se respondió sin { $part ->
        [model] el modelo de lenguaje
        [answers] los documentos
       *[other] { $part }
    }: no estaba disponible
console-raw = El registro completo

## What happened to a conversation

console-sys-status-open = Pasada al equipo
console-sys-status-bot = De nuevo con el bot
console-sys-status-resolved = Resuelta
console-sys-status-snoozed = Pospuesta
console-sys-by = { $what } por { $name }
console-sys-assigned = { $name } ha tomado el relevo
console-sys-unassigned = Ya no la lleva nadie
console-sys-handback = Devuelta al bot: su memoria empieza aquí
console-sys-locale = Idioma: { $locale }
console-sys-delivery = No se ha podido entregar

## The connection

console-live-connecting = Conectando…
console-live-on = En directo
console-live-lost = Se ha perdido la conexión. Lo que ve puede no estar al día. Reintentando…
console-platform-degraded = Redis no responde: no se pierde nada de lo guardado, pero las novedades en directo y las respuestas esperan.
console-expired = Se ha cerrado su sesión. Vuelva a iniciarla.
console-failed = No ha funcionado: { $reason }
console-unreachable = no se puede acceder a la plataforma

## Keyboard

console-shortcuts = Atajos de teclado
console-shortcuts-on = Usar atajos de una sola letra
console-close = Cerrar
console-key-next = Conversación siguiente
console-key-previous = Conversación anterior
console-key-open = Abrir la conversación
console-key-search = Buscar
console-key-take-over = Tomar el relevo
console-key-reply = Escribir una respuesta
console-key-note = Escribir una nota privada
console-key-hand-back = Devolver al bot
console-key-resolve = Marcar como resuelta o reabrir
console-key-details = Mostrar u ocultar los detalles
console-key-help = Esta lista
console-key-escape = Salir del campo, cerrar lo que esté abierto
console-key-inbox = Ir a la bandeja de entrada
console-key-knowledge = Ir al conocimiento

## Knowledge

console-views = Secciones de la consola
console-knowledge = Conocimiento
console-sources-of-knowledge = Fuentes
console-knowledge-loading = Cargando las fuentes…
console-knowledge-error = No se han podido cargar las fuentes.
console-knowledge-empty = Aún no hay documentos
console-knowledge-empty-hint = El asistente solo puede decir lo que está en sus documentos. Añada los primeros.
console-add = Añadir
console-add-documents = Añadir documentos
console-drop-here = Suelte los archivos aquí
console-choose-files = Elegir archivos
console-formats = { $formats }; hasta { $most } MB cada uno. CSV: una columna «question» y otra «answer».
console-uploads = Archivos en camino
console-uploading = Subiendo { $name }
console-dismiss = Descartar { $name }
console-address = Dirección de una página, un mapa del sitio o una lista de páginas
console-shown-in = Visible en
console-every-inbox = Todas las bandejas
console-some-inboxes = Solo estas
console-shown-in-some = Algunas bandejas
console-shown-in-none = Ninguna bandeja
console-try-question = Probar una pregunta
console-try-question-hint = Vea qué pasajes encontraría el asistente y hasta qué punto encajan.
console-ask-knowledge = Una pregunta
console-ask-knowledge-example = ¿Cuánto tarda el envío?
console-ask-in-inbox = Preguntada en
console-find = Buscar
console-finding = Buscando…
console-found-nothing = Ningún documento dice nada al respecto. El asistente lo diría y ofrecería hablar con una persona.
console-found-for = Resultados de «{ $question }», los mejores primero
console-page = Página { $page }
console-counts = Documentos: { $documents } · Pasajes: { $passages }
console-source-new = Sin leer todavía
console-source-queued = En espera
console-source-running = Leyéndose
console-source-done = Lista
console-source-failed = Con fallo
console-source-unreadable = No se ha podido leer
console-source-interrupted = Interrumpida
console-source-interrupted-hint = La lectura se interrumpió. Lo leído se conserva; vuelva a leer la fuente para continuar.
console-source-missing = Esa fuente ya no existe.
console-reading-of = Leyendo { $done } de { $total }
console-documents-failed =
    { $count ->
        [one] { $count } con error
       *[other] { $count } con errores
    }
console-back-to-sources = Volver a las fuentes
console-ingest-again = Volver a leer
console-remove = Quitar
console-remove-source = ¿Quitar esta fuente?
console-remove-hint =
    { $documents ->
        [0] «{ $id }» se retira de inmediato: el asistente dejará de citarla.
        [one] «{ $id }» y su { $documents } documento se retiran de inmediato: el asistente dejará de citarlos.
       *[other] «{ $id }» y sus { $documents } documentos se retiran de inmediato: el asistente dejará de citarlos.
    }
console-keep = Conservarla
console-documents = Documentos
console-languages = Idiomas
console-last-ingested = Última lectura
console-last-time = Qué cambió entonces
console-nothing-yet = Nada todavía
console-never = Nunca
console-just-now = Ahora mismo
console-report-added =
    { $count ->
        [one] { $count } añadido
       *[other] { $count } añadidos
    }
console-report-replaced =
    { $count ->
        [one] { $count } modificado
       *[other] { $count } modificados
    }
console-report-unchanged = { $count } sin cambios
console-report-withdrawn =
    { $count ->
        [one] { $count } retirado
       *[other] { $count } retirados
    }
console-report-failed = { $count } con fallo
console-filter-documents = Filtrar documentos
console-documents-loading = Cargando los documentos…
console-documents-error = No se han podido cargar los documentos.
console-documents-none = Todavía no se ha podido leer ningún documento.
console-passages-count =
    { $count ->
        [one] { $count } pasaje
       *[other] { $count } pasajes
    }
console-old-version = Se usa la versión anterior

## Times

console-today = Hoy
console-yesterday = Ayer
console-now = ahora

## Translation

console-translations = Traducciones
console-translation-into = Traducir a
console-translation-status = Estado de los segmentos
console-translation-search = Buscar segmentos
console-translation-memory = Memoria de traducción
console-translation-approve = Aprobar
console-translation-of = Traducción de: { $text }
console-translation-effect = Antes: { $before } Ahora: { $after }
console-translation-import = Importar
console-translation-export = Exportar { $format }
console-translation-try = Probar una traducción
console-translation-try-hint = Vea lo que leería un cliente y de dónde procede.
console-translation-try-it = Traducir
console-translation-term = Palabra
console-translation-term-ours = Nuestra traducción (vacía: nunca se traduce)
console-translation-add-term = Añadir
console-translation-glossary = Glosario
console-translation-glossary-hint = Palabras que siempre se traducen a su manera, o nunca.
console-translation-never = nunca se traduce
console-translation-engines = Motores
console-translation-no-engine = No hay ningún motor: los textos que faltan en el catálogo y en la memoria se quedan como están.
console-translation-preview = Lo que leerá el cliente
console-translation-failed = No se ha podido traducir.
console-translated-from = Traducido del idioma: { $language }
console-translated-unsure = Traducido del idioma: { $language }, con dudas
console-show-original = Original, idioma: { $language }
console-send-anyway = Enviar de todos modos
console-translation-human = por una persona
console-translation-from-memory = de la memoria
console-translation-machine = automática
console-translation-machine-unsure = automática, con dudas
console-translation-untranslated = sin traducir

## Inboxes

console-inboxes = Bandejas de entrada
console-new-inbox = Nueva bandeja de entrada
console-inbox-id = Identificador en las direcciones
console-make-inbox = Conectar
console-more-settings = Más ajustes
console-secret-kept = Déjelo vacío para conservar lo guardado
console-save = Guardar
console-check-inbox = Comprobar
console-remove-inbox = Eliminar la bandeja de entrada
console-remove-inbox-hint = ¿Eliminar { $name }? No entrará ni saldrá nada más y se olvidarán sus secretos. Las conversaciones se podrán seguir leyendo.
console-inbox-checking = Preguntando al proveedor …
console-shown-once = Cópielo ahora: no se volverá a mostrar
console-findings = Resultado de la comprobación
console-next-steps = Lo que falta por hacer
console-api-keys = Claves de API
console-key-name = Quién usa la clave
console-make-key = Crear una clave
console-revoke-key = Revocar

## Files and cards of a message

console-attach = Adjuntar archivos
console-attached = Archivos adjuntos
console-remove-file = Quitar { $name }
console-file-too-large = Demasiado grande: como máximo { $size }
console-file-too-many = Demasiados: como máximo { $count } archivos
console-file-type = Este tipo de archivo no se puede enviar
console-file-failed = No enviado. Quítelo e inténtelo de nuevo.
console-cards =
    { $count ->
        [one] { $count } ficha
       *[other] { $count } fichas
    }

## What the bot leaves for the team, in the reader's language

console-note-handoff =
    El bot ha pasado esta conversación al equipo: { $reason ->
        [requested] el cliente ha pedido hablar con una persona
        [asked_twice] el cliente ha preguntado lo mismo dos veces
        [not_understood] el bot no ha entendido varias veces
        [anger] el cliente está enfadado
        [complaint] el cliente se queja
        [legal] es un asunto legal
        [safety] alguien o algo puede estar en peligro
        [delivery_problem] un problema con una entrega que debería revisar una persona
        [too_many_tries] el dato que pedía el bot no ha llegado tras varios intentos
        [dialogue_failed] ha fallado el gestor de diálogo
        [turn_failed] la respuesta ha fallado varias veces
        [answer_refused] lo que escribió el modelo no está en los documentos
       *[other] { $reason }
    }.
console-note-summary = Escrito por el modelo: { $summary }
console-note-customer-said = Últimos mensajes del cliente:
console-note-bot-tried = El bot ha intentado: { $tried }
console-note-bot-knows = Datos conocidos: { $known }
