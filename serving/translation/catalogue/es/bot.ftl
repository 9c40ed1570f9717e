# What the bot says, in Spanish, addressing the customer as "usted".
# Who wrote and who reviewed these words: about.yml. What the variables hold: en/bot.ftl.

## Small talk

utter-greet = ¡Hola! Soy el asistente de Lumen & Oak. Puedo consultar, modificar o cancelar un pedido, gestionar devoluciones y cambios, y resolver dudas sobre envíos, pagos y nuestros productos. ¿En qué puedo ayudarle?
utter-goodbye = ¡Hasta pronto y que tenga un buen día!
utter-welcome = ¡De nada! ¿Puedo ayudarle en algo más?
utter-chitchat = Muy bien, gracias por preguntar. Lo mío son los pedidos, las devoluciones y las dudas sobre nuestra tienda: ¿en qué puedo ayudarle?
utter-bot-challenge = Soy un bot, el asistente automático de Lumen & Oak. Si prefiere hablar con una persona, solo tiene que decírmelo.
utter-what-next = Perfecto. ¿En qué puedo ayudarle?
utter-okay = De acuerdo. Si necesita algo más, escríbame.
utter-cancelled = De acuerdo, lo dejo aquí. No se ha cambiado nada. ¿Puedo ayudarle en algo más?
utter-nothing-to-cancel = Ahora mismo no hay ninguna gestión en curso que pueda detener. Si quiere cancelar un pedido, solo tiene que decírmelo.
utter-out-of-scope = Lo siento, en eso no puedo ayudarle. Puedo encargarme de pedidos, devoluciones y cambios, resolver dudas sobre nuestra tienda o ponerle en contacto con nuestro equipo.
utter-not-understood = Perdone, no le he entendido bien. ¿Podría decírmelo de otra manera? Aquí tiene lo que puedo hacer por usted; también puedo ponerle en contacto con nuestro equipo.

## Opening hours

utter-opening-hours =
    Nuestro servicio de atención al cliente está a su disposición de lunes a viernes de { $weekday_opens } a { $weekday_closes } y los sábados de { $saturday_opens } a { $saturday_closes } ({ $timezone }). { $open_now ->
        [yes] Ahora mismo está abierto.
       *[no] Ahora mismo está cerrado, pero yo estoy aquí a todas horas.
    }
utter-opening-hours-unavailable = Lo siento, ahora mismo no puedo consultar nuestro horario. Inténtelo de nuevo dentro de unos minutos.

## Finding an order

utter-ask-order-number = Claro. ¿Cuál es su número de pedido? Tiene este formato: P-10482, y figura en el correo de confirmación.
utter-ask-order-number-again = No he encontrado ningún número de pedido en su mensaje. Empieza por P y tiene cinco cifras, por ejemplo P-10482.
utter-ask-email = Gracias. ¿Y con qué dirección de correo electrónico hizo el pedido?
utter-ask-email-again = No parece una dirección de correo electrónico. ¿Con cuál hizo el pedido? Por ejemplo, nombre@example.com.
utter-order-not-found =
    No encuentro ningún pedido con ese número y esa dirección de correo. Compruebe los dos datos e inténtelo de nuevo.{ $tries_left ->
        [1] {" "}Es el último intento antes de avisar a nuestro equipo.
       *[other] {""}
    } ¿Cuál es su número de pedido?
utter-too-many-tries = Así no consigo avanzar, de modo que lo dejo en manos de una persona de nuestro equipo.
utter-shop-unavailable = Lo siento, ahora mismo no puedo acceder a nuestro sistema de pedidos. Inténtelo de nuevo dentro de unos minutos o, si lo prefiere, le pongo en contacto con nuestro equipo.

## In every flow

utter-nothing-changed = De acuerdo, no se ha cambiado nada. Si necesita algo más, escríbame.
utter-ask-confirmation-again = Respóndame sí o no, por favor: ¿sigo adelante?
utter-ask-item = ¿De qué artículo se trata: { $items }?
utter-ask-item-again = No sé con seguridad a qué artículo se refiere. Este pedido incluye: { $items }. ¿De cuál se trata?
utter-offer-resume =
    ¿Seguimos con { $flow ->
        [order_status] la consulta de su pedido
        [return] su devolución
        [start_exchange] su cambio
        [cancel_order] la cancelación de su pedido
        [change_address] el cambio de dirección de su pedido
        [refund_status] la consulta de su reembolso
        [report_problem] el problema que nos ha comunicado
        [request_invoice] su factura
        [reset_password] su nueva contraseña
       *[other] lo que estábamos haciendo
    }?

## Order status

utter-order-processing = Su pedido { $order_number } del { $order_date } se está preparando en nuestro almacén. Debería llegar, a más tardar, el { $eta }.
utter-order-shipped = Su pedido { $order_number } está en camino con { $carrier } (número de seguimiento { $tracking_number }). Debería llegar, a más tardar, el { $eta }.
utter-order-delayed = Lo siento: su pedido { $order_number } lleva retraso. Ahora prevemos que llegue, a más tardar, el { $eta }.
utter-order-overdue = Lo siento: su pedido { $order_number } debería haber llegado, a más tardar, el { $eta }. Dígame que no le ha llegado y abriré una reclamación para que preguntemos al transportista.
utter-order-delivered = Su pedido { $order_number } se entregó el { $delivered_on }.
utter-order-cancelled = Su pedido { $order_number } se canceló el { $cancelled_on }. No se le cobrará nada o, si ya se cobró, recibirá { $refund } en un plazo de 5 a 7 días laborables.
utter-order-returned = Su pedido { $order_number } se devolvió (número de devolución { $return_number }). El reembolso de { $refund } tarda entre 5 y 7 días laborables desde que recibimos el paquete.

## Starting a return

utter-ask-return-reason = ¿Cuál es el motivo de la devolución? Elija uno o cuéntemelo con sus propias palabras.
utter-ask-return-confirmation =
    Resumo: quiere devolver el pedido { $order_number } ({ $more_items ->
        [0] { $first_item }
        [one] { $first_item } y { $more_items } artículo más
       *[other] { $first_item } y { $more_items } artículos más
    }). Motivo: { $reason ->
        [damaged] llegó dañado
        [wrong_item] recibió un artículo equivocado
        [not_as_described] no se corresponde con la descripción
        [changed_mind] ha cambiado de opinión
       *[other] otro motivo
    }. Le reembolsaremos { $refund }. ¿Inicio la devolución?
utter-return-created = ¡Hecho! Su devolución { $return_number } del pedido { $order_number } está registrada y recibirá la etiqueta por correo electrónico. Le reembolsaremos { $refund } en un plazo de 5 a 7 días laborables desde que llegue el paquete.
utter-return-exists = Ya hay una devolución del pedido { $order_number }: su número es { $return_number }. La etiqueta está en su bandeja de entrada.
utter-return-not-delivered =
    El pedido { $order_number } aún no se ha entregado, así que no puedo iniciar una devolución. Cuando llegue, tendrá { $days ->
        [one] { $days } día
       *[other] { $days } días
    } para devolverlo.
utter-return-cancelled-order = El pedido { $order_number } se canceló, así que no hay nada que devolver.
utter-return-too-late =
    El pedido { $order_number } se entregó el { $delivered_on }. Nuestro plazo de devolución de { $days ->
        [one] { $days } día
       *[other] { $days } días
    } ya ha terminado, por lo que no puedo iniciarla. Si quiere, una persona de nuestro equipo puede revisarlo.

## Starting an exchange

utter-ask-variant = ¿Qué color o tamaño prefiere en lugar de { $item }? Tenemos: { $options }.
utter-ask-variant-again = Esa opción no la tenemos. De { $item } hay en existencias: { $options }. ¿Cuál prefiere?
utter-ask-exchange-confirmation = Resumo: del pedido { $order_number } quiere cambiar { $item } por { $wanted }. Le reservamos el nuevo durante 14 días y se lo enviamos en cuanto el anterior esté de vuelta. ¿Inicio el cambio?
utter-exchange-created = ¡Hecho! Su cambio { $exchange_number } del pedido { $order_number } está registrado: { $item } en { $wanted } queda reservado para usted y recibirá por correo electrónico la etiqueta para devolver el anterior.
utter-exchange-exists = Ya hay un cambio de ese artículo del pedido { $order_number }: su número es { $exchange_number }. La etiqueta está en su bandeja de entrada.
utter-exchange-no-variant = Lo siento, no tenemos { $item } en ningún otro color ni tamaño, así que no puedo cambiarlo. Puede devolverlo y recibir el reembolso, o hablar con nuestro equipo.
utter-exchange-not-delivered =
    El pedido { $order_number } aún no se ha entregado, así que no puedo iniciar un cambio. Cuando llegue, tendrá { $days ->
        [one] { $days } día
       *[other] { $days } días
    } para cambiar un artículo.
utter-exchange-too-late =
    El pedido { $order_number } se entregó el { $delivered_on }. Nuestro plazo de cambio de { $days ->
        [one] { $days } día
       *[other] { $days } días
    } ya ha terminado, por lo que no puedo iniciarlo. Si quiere, una persona de nuestro equipo puede revisarlo.

## Cancelling an order

utter-ask-cancellation-confirmation =
    Resumo: quiere cancelar el pedido { $order_number } ({ $more_items ->
        [0] { $first_item }
        [one] { $first_item } y { $more_items } artículo más
       *[other] { $first_item } y { $more_items } artículos más
    }). Le reembolsaremos { $refund }. Un pedido cancelado no se puede recuperar. ¿Lo cancelo?
utter-order-was-cancelled =
    ¡Hecho! El pedido { $order_number } está cancelado. Le reembolsaremos { $refund } en un plazo de { $days ->
        [one] { $days } día laborable
       *[other] { $days } días laborables
    }.
utter-cancellation-shipped = Lo siento, el pedido { $order_number } ya está en manos del transportista y no puedo cancelarlo. Puede rechazar el paquete en la entrega o devolverlo en un plazo de 30 días; nuestro equipo le ayudará con mucho gusto.
utter-cancellation-delivered = El pedido { $order_number } ya se ha entregado, así que no se puede cancelar. Puede devolverlo: dígamelo e inicio la devolución.

## Changing the address of an order

utter-ask-street = ¿Cuál es la nueva dirección? Indíqueme la calle y el número, el código postal y la ciudad.
utter-ask-street-again = No he encontrado ninguna calle en su mensaje. Escríbala con el número, por ejemplo: Lindenweg 4, 50667 Köln.
utter-ask-postcode = ¿Y cuál es el código postal?
utter-ask-postcode-again = No parece un código postal. ¿Cuál es el de la nueva dirección?
utter-ask-city = ¿Y en qué ciudad?
utter-ask-city-again = No he encontrado ninguna ciudad en su mensaje. ¿Qué ciudad es?
utter-ask-address-confirmation = Resumo: el pedido { $order_number } se enviará a { $street }, { $postcode } { $city }. El país no cambia. ¿Cambio la dirección?
utter-address-changed = ¡Hecho! El pedido { $order_number } se enviará a { $street }, { $postcode } { $city }.
utter-address-shipped = Lo siento, el pedido { $order_number } ya está en manos del transportista y no puedo cambiar la dirección. El transportista sí puede, desde el enlace de su correo de seguimiento; también puede revisarlo una persona de nuestro equipo.

## Refund status

utter-refund-none = No hay ningún reembolso del pedido { $order_number }: hasta ahora no se ha cancelado ni devuelto nada.
utter-refund-awaiting-parcel = Su reembolso de { $refund } del pedido { $order_number } está a la espera de su paquete. Lo abonamos entre 5 y 7 días laborables después de que llegue a nuestro almacén.
utter-refund-processing = Su reembolso de { $refund } del pedido { $order_number } está en trámite. Debería recibirlo, a más tardar, el { $due_on }.
utter-refund-paid = Su reembolso de { $refund } del pedido { $order_number } se abonó el { $paid_on } por el mismo medio de pago del pedido. Su banco puede tardar 2 días laborables más en reflejarlo.

## Reporting a problem

utter-ask-problem-kind = Lo siento mucho. ¿Qué ha pasado? Elija una opción o cuéntemelo con sus propias palabras.
utter-ask-problem-kind-again = Quiero entenderlo bien: ¿no llegó, llegó con retraso, dañado o incompleto, o es un artículo equivocado?
utter-ask-claim-confirmation =
    Resumo: quiere presentar una reclamación por el pedido { $order_number }{ $item ->
        [none] {""}
       *[other] {" "}({ $item })
    }. Motivo: { $kind ->
        [not_arrived] no ha llegado
        [late] llegó con retraso
        [damaged] llegó dañado
        [incomplete] falta algo
        [wrong_item] recibió un artículo equivocado
       *[other] hay algún problema con él
    }. ¿Abro la reclamación?
utter-claim-opened =
    ¡Hecho! Su reclamación { $claim_number } del pedido { $order_number } está abierta. { $kind ->
        [not_arrived] Pediremos al transportista un justificante de entrega
        [incomplete] Le enviaremos sin coste lo que falta
       *[other] Nuestro equipo lo revisará y le ofrecerá una solución
    } y tendrá noticias nuestras en un plazo de { $days ->
        [one] { $days } día laborable
       *[other] { $days } días laborables
    }.{ $kind ->
        [damaged] {" "}Conserve el embalaje y, si puede, envíenos fotos por correo electrónico.
       *[other] {""}
    }
utter-claim-exists = Ya hay una reclamación por ese motivo: { $claim_number }, del pedido { $order_number }. Nuestro equipo se está ocupando de ella.
utter-problem-not-due = El pedido { $order_number } todavía no lleva retraso: debería llegar, a más tardar, el { $eta }. Si para entonces no lo tiene, dígamelo y abriré una reclamación.
utter-problem-for-a-person = No puedo abrir por mi cuenta una reclamación del pedido { $order_number }, así que aviso a una persona de nuestro equipo para que lo revise.

## Invoices

utter-invoice-sent = ¡Hecho! La factura { $invoice_number } del pedido { $order_number } se acaba de enviar a la dirección de correo del pedido.
utter-invoice-not-shipped = La factura del pedido { $order_number } se emite cuando se envía el pedido. La recibirá entonces por correo electrónico.
utter-invoice-cancelled = El pedido { $order_number } se canceló antes de cobrarse, así que no tiene factura.

## Passwords

utter-ask-account-email = Claro. ¿Con qué dirección de correo electrónico creó su cuenta?
utter-reset-sent = Si hay una cuenta con esa dirección, va en camino un correo con un enlace para crear una contraseña nueva. El enlace es válido durante una hora. Mire también en la carpeta de correo no deseado.
utter-reset-limit = No puedo enviar más enlaces en esta conversación. Mire en su bandeja de entrada y en la carpeta de correo no deseado, o hable con nuestro equipo.

## Buttons

button-order-status = ¿Dónde está mi pedido?
button-start-return = Devolver un artículo
button-talk-to-human = Hablar con una persona
button-cancel = Cancelar
button-yes = Sí
button-no = No
button-reason-damaged = Llegó dañado
button-reason-wrong-item = Artículo equivocado
button-reason-not-as-described = No es como se describe
button-reason-changed-mind = He cambiado de opinión
button-reason-other = Otro motivo

## What was meant?

utter-did-you-mean = No sé si le he entendido bien. ¿Se refería a alguna de estas opciones?
button-none-of-these = Ninguna de estas
choice-order-status = ¿Dónde está mi pedido?
choice-start-return = Devolver un artículo
choice-start-exchange = Cambiar un artículo
choice-cancel-order = Cancelar un pedido
choice-change-address = Cambiar una dirección de entrega
choice-refund-status = ¿Dónde está mi reembolso?
choice-report-problem = Hay un problema con mi entrega
choice-request-invoice = Pedir una factura
choice-reset-password = Restablecer mi contraseña
choice-opening-hours = Horario de atención
choice-ask-shipping = Cómo funcionan los envíos
choice-ask-delivery-problem = Qué hacer si hay un problema con la entrega
choice-ask-returns = Cómo funcionan las devoluciones
choice-ask-exchange = Cómo funcionan los cambios
choice-ask-refunds = Cómo funcionan los reembolsos
choice-ask-payment = Formas de pago
choice-ask-discount = Descuentos y códigos
choice-ask-gift-card = Tarjetas regalo
choice-ask-invoice = Dudas sobre facturas
choice-ask-account = Mi cuenta
choice-ask-privacy = Mis datos personales
choice-ask-warranty = Garantía y reparaciones
choice-ask-product = Una pregunta sobre un producto
choice-ask-order-change = Modificar un pedido
choice-ask-company = Sobre la tienda
choice-talk-to-human = Hablar con una persona
button-report-problem = Comunicar un problema
button-problem-not-arrived = No ha llegado
button-problem-late = Llegó con retraso
button-problem-damaged = Está dañado
button-problem-incomplete = Falta algo
button-problem-wrong-item = Artículo equivocado

value-colour = { $colour ->
    [black] negro
    [white] blanco
    [blue] azul
    [red] rojo
    [green] verde
    [grey] gris
    [yellow] amarillo
    [pink] rosa
    [sand] arena
    [brass] latón
    [natural] natural
    [brown] marrón
    [orange] naranja
    [purple] morado
   *[other] { $colour }
}
value-size = { $size ->
    [small] pequeño
    [medium] mediano
    [large] grande
   *[other] { $size }
}

## On cards

card-order = Pedido { $order_number }
card-order-holds =
    { $items }
    { $total } · pedido el { $order_date }
