# What differs from es/notices.ftl in Spanish, addressing the customer as "tú".
# Who wrote and who reviewed these words: ../es/about.yml.

notice-dialogue-away =
    Gracias por tu mensaje. Ahora mismo no puedo responderte porque una parte de nuestro sistema no funciona.
    He guardado lo que has escrito y te responderé en cuanto vuelva a funcionar.
notice-handoff =
    Te paso con una persona de nuestro equipo que puede ayudarte.
    { $position ->
        [1] Eres la próxima persona en la cola. Nuestro equipo puede ver esta conversación, así que no tienes que repetir nada.
       *[other] Estás en el puesto { $position } de la cola. Nuestro equipo puede ver esta conversación, así que no tienes que repetir nada.
    }
notice-no-answer =
    He buscado en nuestros artículos de ayuda y no he encontrado nada que responda a tu pregunta; prefiero no adivinar.
    ¿Quieres hablar con una persona de nuestro equipo?
notice-failed =
    Algo ha fallado por nuestra parte mientras te respondía. Disculpa las molestias.
    Te paso con una persona de nuestro equipo, que puede ver esta conversación.
