# What differs from es/bot.ftl in Spanish, addressing the customer as "tú".
# Who wrote and who reviewed these words: ../es/about.yml.

utter-greet = ¡Hola! Soy el asistente de Lumen & Oak. Puedo consultar, modificar o cancelar un pedido, gestionar devoluciones y cambios, y resolver dudas sobre envíos, pagos y nuestros productos. ¿En qué puedo ayudarte?
utter-goodbye = ¡Hasta pronto y que tengas un buen día!
utter-welcome = ¡De nada! ¿Puedo ayudarte en algo más?
utter-chitchat = Muy bien, gracias por preguntar. Lo mío son los pedidos, las devoluciones y las dudas sobre nuestra tienda: ¿en qué puedo ayudarte?
utter-bot-challenge = Soy un bot, el asistente automático de Lumen & Oak. Si prefieres hablar con una persona, solo tienes que decírmelo.
utter-what-next = Perfecto. ¿En qué puedo ayudarte?
utter-okay = De acuerdo. Si necesitas algo más, escríbeme.
utter-cancelled = De acuerdo, lo dejo aquí. No se ha cambiado nada. ¿Puedo ayudarte en algo más?
utter-nothing-to-cancel = Ahora mismo no hay ninguna gestión en curso que pueda detener. Si quieres cancelar un pedido, solo tienes que decírmelo.
utter-out-of-scope = Lo siento, en eso no puedo ayudarte. Puedo encargarme de pedidos, devoluciones y cambios, resolver dudas sobre nuestra tienda o ponerte en contacto con nuestro equipo.
utter-not-understood = Perdona, no te he entendido bien. ¿Podrías decírmelo de otra manera? Aquí tienes lo que puedo hacer por ti; también puedo ponerte en contacto con nuestro equipo.
utter-opening-hours =
    Nuestro servicio de atención al cliente está a tu disposición de lunes a viernes de { $weekday_opens } a { $weekday_closes } y los sábados de { $saturday_opens } a { $saturday_closes } ({ $timezone }). { $open_now ->
        [yes] Ahora mismo está abierto.
       *[no] Ahora mismo está cerrado, pero yo estoy aquí a todas horas.
    }
utter-opening-hours-unavailable = Lo siento, ahora mismo no puedo consultar nuestro horario. Inténtalo de nuevo dentro de unos minutos.
utter-ask-order-number = Claro. ¿Cuál es tu número de pedido? Tiene este formato: P-10482, y figura en el correo de confirmación.
utter-ask-order-number-again = No he encontrado ningún número de pedido en tu mensaje. Empieza por P y tiene cinco cifras, por ejemplo P-10482.
utter-ask-email = Gracias. ¿Y con qué dirección de correo electrónico hiciste el pedido?
utter-ask-email-again = No parece una dirección de correo electrónico. ¿Con cuál hiciste el pedido? Por ejemplo, nombre@example.com.
utter-order-not-found =
    No encuentro ningún pedido con ese número y esa dirección de correo. Comprueba los dos datos e inténtalo de nuevo.{ $tries_left ->
        [1] {" "}Es el último intento antes de avisar a nuestro equipo.
       *[other] {""}
    } ¿Cuál es tu número de pedido?
utter-shop-unavailable = Lo siento, ahora mismo no puedo acceder a nuestro sistema de pedidos. Inténtalo de nuevo dentro de unos minutos o, si lo prefieres, te pongo en contacto con nuestro equipo.
utter-nothing-changed = De acuerdo, no se ha cambiado nada. Si necesitas algo más, escríbeme.
utter-ask-confirmation-again = Respóndeme sí o no, por favor: ¿sigo adelante?
utter-ask-item-again = No sé con seguridad a qué artículo te refieres. Este pedido incluye: { $items }. ¿De cuál se trata?
utter-offer-resume =
    ¿Seguimos con { $flow ->
        [order_status] la consulta de tu pedido
        [return] tu devolución
        [start_exchange] tu cambio
        [cancel_order] la cancelación de tu pedido
        [change_address] el cambio de dirección de tu pedido
        [refund_status] la consulta de tu reembolso
        [report_problem] el problema que nos has comunicado
        [request_invoice] tu factura
        [reset_password] tu nueva contraseña
       *[other] lo que estábamos haciendo
    }?
utter-order-processing = Tu pedido { $order_number } del { $order_date } se está preparando en nuestro almacén. Debería llegar, a más tardar, el { $eta }.
utter-order-shipped = Tu pedido { $order_number } está en camino con { $carrier } (número de seguimiento { $tracking_number }). Debería llegar, a más tardar, el { $eta }.
utter-order-delayed = Lo siento: tu pedido { $order_number } lleva retraso. Ahora prevemos que llegue, a más tardar, el { $eta }.
utter-order-overdue = Lo siento: tu pedido { $order_number } debería haber llegado, a más tardar, el { $eta }. Dime que no te ha llegado y abriré una reclamación para que preguntemos al transportista.
utter-order-delivered = Tu pedido { $order_number } se entregó el { $delivered_on }.
utter-order-cancelled = Tu pedido { $order_number } se canceló el { $cancelled_on }. No se te cobrará nada o, si ya se cobró, recibirás { $refund } en un plazo de 5 a 7 días laborables.
utter-order-returned = Tu pedido { $order_number } se devolvió (número de devolución { $return_number }). El reembolso de { $refund } tarda entre 5 y 7 días laborables desde que recibimos el paquete.
utter-ask-return-reason = ¿Cuál es el motivo de la devolución? Elige uno o cuéntamelo con tus propias palabras.
utter-ask-return-confirmation =
    Resumo: quieres devolver el pedido { $order_number } ({ $more_items ->
        [0] { $first_item }
        [one] { $first_item } y { $more_items } artículo más
       *[other] { $first_item } y { $more_items } artículos más
    }). Motivo: { $reason ->
        [damaged] llegó dañado
        [wrong_item] recibiste un artículo equivocado
        [not_as_described] no se corresponde con la descripción
        [changed_mind] has cambiado de opinión
       *[other] otro motivo
    }. Te reembolsaremos { $refund }. ¿Inicio la devolución?
utter-return-created = ¡Hecho! Tu devolución { $return_number } del pedido { $order_number } está registrada y recibirás la etiqueta por correo electrónico. Te reembolsaremos { $refund } en un plazo de 5 a 7 días laborables desde que llegue el paquete.
utter-return-exists = Ya hay una devolución del pedido { $order_number }: su número es { $return_number }. La etiqueta está en tu bandeja de entrada.
utter-return-not-delivered =
    El pedido { $order_number } aún no se ha entregado, así que no puedo iniciar una devolución. Cuando llegue, tendrás { $days ->
        [one] { $days } día
       *[other] { $days } días
    } para devolverlo.
utter-return-too-late =
    El pedido { $order_number } se entregó el { $delivered_on }. Nuestro plazo de devolución de { $days ->
        [one] { $days } día
       *[other] { $days } días
    } ya ha terminado, por lo que no puedo iniciarla. Si quieres, una persona de nuestro equipo puede revisarlo.
utter-ask-variant = ¿Qué color o tamaño prefieres en lugar de { $item }? Tenemos: { $options }.
utter-ask-variant-again = Esa opción no la tenemos. De { $item } hay en existencias: { $options }. ¿Cuál prefieres?
utter-ask-exchange-confirmation = Resumo: del pedido { $order_number } quieres cambiar { $item } por { $wanted }. Te reservamos el nuevo durante 14 días y te lo enviamos en cuanto el anterior esté de vuelta. ¿Inicio el cambio?
utter-exchange-created = ¡Hecho! Tu cambio { $exchange_number } del pedido { $order_number } está registrado: { $item } en { $wanted } queda reservado para ti y recibirás por correo electrónico la etiqueta para devolver el anterior.
utter-exchange-exists = Ya hay un cambio de ese artículo del pedido { $order_number }: su número es { $exchange_number }. La etiqueta está en tu bandeja de entrada.
utter-exchange-no-variant = Lo siento, no tenemos { $item } en ningún otro color ni tamaño, así que no puedo cambiarlo. Puedes devolverlo y recibir el reembolso, o hablar con nuestro equipo.
utter-exchange-not-delivered =
    El pedido { $order_number } aún no se ha entregado, así que no puedo iniciar un cambio. Cuando llegue, tendrás { $days ->
        [one] { $days } día
       *[other] { $days } días
    } para cambiar un artículo.
utter-exchange-too-late =
    El pedido { $order_number } se entregó el { $delivered_on }. Nuestro plazo de cambio de { $days ->
        [one] { $days } día
       *[other] { $days } días
    } ya ha terminado, por lo que no puedo iniciarlo. Si quieres, una persona de nuestro equipo puede revisarlo.
utter-ask-cancellation-confirmation =
    Resumo: quieres cancelar el pedido { $order_number } ({ $more_items ->
        [0] { $first_item }
        [one] { $first_item } y { $more_items } artículo más
       *[other] { $first_item } y { $more_items } artículos más
    }). Te reembolsaremos { $refund }. Un pedido cancelado no se puede recuperar. ¿Lo cancelo?
utter-order-was-cancelled =
    ¡Hecho! El pedido { $order_number } está cancelado. Te reembolsaremos { $refund } en un plazo de { $days ->
        [one] { $days } día laborable
       *[other] { $days } días laborables
    }.
utter-cancellation-shipped = Lo siento, el pedido { $order_number } ya está en manos del transportista y no puedo cancelarlo. Puedes rechazar el paquete en la entrega o devolverlo en un plazo de 30 días; nuestro equipo te ayudará con mucho gusto.
utter-cancellation-delivered = El pedido { $order_number } ya se ha entregado, así que no se puede cancelar. Puedes devolverlo: dímelo e inicio la devolución.
utter-ask-street = ¿Cuál es la nueva dirección? Indícame la calle y el número, el código postal y la ciudad.
utter-ask-street-again = No he encontrado ninguna calle en tu mensaje. Escríbela con el número, por ejemplo: Lindenweg 4, 50667 Köln.
utter-ask-city-again = No he encontrado ninguna ciudad en tu mensaje. ¿Qué ciudad es?
utter-address-shipped = Lo siento, el pedido { $order_number } ya está en manos del transportista y no puedo cambiar la dirección. El transportista sí puede, desde el enlace de tu correo de seguimiento; también puede revisarlo una persona de nuestro equipo.
utter-refund-awaiting-parcel = Tu reembolso de { $refund } del pedido { $order_number } está a la espera de tu paquete. Lo abonamos entre 5 y 7 días laborables después de que llegue a nuestro almacén.
utter-refund-processing = Tu reembolso de { $refund } del pedido { $order_number } está en trámite. Deberías recibirlo, a más tardar, el { $due_on }.
utter-refund-paid = Tu reembolso de { $refund } del pedido { $order_number } se abonó el { $paid_on } por el mismo medio de pago del pedido. Tu banco puede tardar 2 días laborables más en reflejarlo.
utter-ask-problem-kind = Lo siento mucho. ¿Qué ha pasado? Elige una opción o cuéntamelo con tus propias palabras.
utter-ask-claim-confirmation =
    Resumo: quieres presentar una reclamación por el pedido { $order_number }{ $item ->
        [none] {""}
       *[other] {" "}({ $item })
    }. Motivo: { $kind ->
        [not_arrived] no ha llegado
        [late] llegó con retraso
        [damaged] llegó dañado
        [incomplete] falta algo
        [wrong_item] recibiste un artículo equivocado
       *[other] hay algún problema con él
    }. ¿Abro la reclamación?
utter-claim-opened =
    ¡Hecho! Tu reclamación { $claim_number } del pedido { $order_number } está abierta. { $kind ->
        [not_arrived] Pediremos al transportista un justificante de entrega
        [incomplete] Te enviaremos sin coste lo que falta
       *[other] Nuestro equipo lo revisará y te ofrecerá una solución
    } y tendrás noticias nuestras en un plazo de { $days ->
        [one] { $days } día laborable
       *[other] { $days } días laborables
    }.{ $kind ->
        [damaged] {" "}Conserva el embalaje y, si puedes, envíanos fotos por correo electrónico.
       *[other] {""}
    }
utter-problem-not-due = El pedido { $order_number } todavía no lleva retraso: debería llegar, a más tardar, el { $eta }. Si para entonces no lo tienes, dímelo y abriré una reclamación.
utter-invoice-not-shipped = La factura del pedido { $order_number } se emite cuando se envía el pedido. La recibirás entonces por correo electrónico.
utter-ask-account-email = Claro. ¿Con qué dirección de correo electrónico creaste tu cuenta?
utter-reset-sent = Si hay una cuenta con esa dirección, va en camino un correo con un enlace para crear una contraseña nueva. El enlace es válido durante una hora. Mira también en la carpeta de correo no deseado.
utter-reset-limit = No puedo enviar más enlaces en esta conversación. Mira en tu bandeja de entrada y en la carpeta de correo no deseado, o habla con nuestro equipo.
utter-did-you-mean = No sé si te he entendido bien. ¿Te referías a alguna de estas opciones?
