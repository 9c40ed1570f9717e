# What the platform itself says, in Spanish, addressing the customer as "usted". See about.yml.

notice-dialogue-away =
    Gracias por su mensaje. Ahora mismo no puedo responderle porque una parte de nuestro sistema no funciona.
    He guardado lo que ha escrito y le responderé en cuanto vuelva a funcionar.

notice-handoff =
    Le paso con una persona de nuestro equipo que puede ayudarle.
    { $position ->
        [1] Es la próxima persona en la cola. Nuestro equipo puede ver esta conversación, así que no tiene que repetir nada.
       *[other] Está en el puesto { $position } de la cola. Nuestro equipo puede ver esta conversación, así que no tiene que repetir nada.
    }

notice-no-answer =
    He buscado en nuestros artículos de ayuda y no he encontrado nada que responda a su pregunta; prefiero no adivinar.
    ¿Quiere hablar con una persona de nuestro equipo?
# Within a flow, whose question follows.
notice-no-answer-here = No he encontrado nada sobre eso en nuestros artículos de ayuda y prefiero no adivinar.

notice-failed =
    Algo ha fallado por nuestra parte mientras le respondía. Disculpe las molestias.
    Le paso con una persona de nuestro equipo, que puede ver esta conversación.

## For the team only, in private notes

note-handoff =
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
note-summary = Escrito por el modelo: { $summary }
note-customer-said = Últimos mensajes del cliente:
note-bot-tried = El bot ha intentado: { $tried }
note-bot-knows = Datos conocidos: { $known }
note-dropped-draft = Alguien del equipo se ha adelantado. El bot iba a decir:
