# What the bot says, in French, addressing the customer as "vous".
# Who wrote and who reviewed these words: about.yml. What the variables hold: en/bot.ftl.

## Small talk

utter-greet = Bonjour ! Je suis l’assistant de Lumen & Oak. Je peux consulter, modifier ou annuler une commande, m’occuper des retours et des échanges, et répondre à vos questions sur la livraison, le paiement et nos produits. Que puis-je faire pour vous ?
utter-goodbye = Au revoir et très bonne journée !
utter-welcome = Avec plaisir ! Puis-je faire autre chose pour vous ?
utter-chitchat = Très bien, merci. Ma spécialité, ce sont les commandes, les retours et les questions sur notre boutique : comment puis-je vous aider ?
utter-bot-challenge = Je suis un bot, l’assistant automatique de Lumen & Oak. Si vous préférez parler à une personne, dites-le-moi.
utter-what-next = Très bien. Que puis-je faire pour vous ?
utter-okay = D’accord. Si vous avez besoin d’autre chose, écrivez-moi.
utter-cancelled = D’accord, j’arrête là. Rien n’a été modifié. Que puis-je faire d’autre pour vous ?
utter-nothing-to-cancel = Il n’y a rien en cours que je puisse arrêter. Si vous souhaitez annuler une commande, dites-le-moi.
utter-out-of-scope = Je suis désolé, je ne peux pas vous aider sur ce point. Je peux m’occuper des commandes, des retours et des échanges, répondre à vos questions sur notre boutique ou vous mettre en relation avec notre équipe.
utter-not-understood = Excusez-moi, je n’ai pas bien compris. Pourriez-vous le dire autrement ? Voici ce que je peux faire pour vous ; je peux aussi vous mettre en relation avec notre équipe.

## Opening hours

utter-opening-hours =
    Notre service client est à votre disposition du lundi au vendredi de { $weekday_opens } à { $weekday_closes } et le samedi de { $saturday_opens } à { $saturday_closes } ({ $timezone }). { $open_now ->
        [yes] Il est ouvert en ce moment.
       *[no] Il est fermé en ce moment, mais je suis là à toute heure.
    }
utter-opening-hours-unavailable = Désolé, je ne peux pas consulter nos horaires pour le moment. Merci de réessayer dans quelques minutes.

## Finding an order

utter-ask-order-number = Bien sûr. Quel est votre numéro de commande ? Il se présente ainsi : P-10482, et figure dans votre e-mail de confirmation.
utter-ask-order-number-again = Je n’ai pas trouvé de numéro de commande dans votre message. Il commence par un P suivi de cinq chiffres, par exemple P-10482.
utter-ask-email = Merci. Et avec quelle adresse e-mail avez-vous passé la commande ?
utter-ask-email-again = Cela ne ressemble pas à une adresse e-mail. Avec quelle adresse avez-vous passé la commande, par exemple nom@example.com ?
utter-order-not-found =
    Je ne trouve pas de commande avec ce numéro et cette adresse e-mail. Merci de vérifier les deux et de réessayer.{ $tries_left ->
        [1] {" "}C’est le dernier essai avant que je fasse appel à notre équipe.
       *[other] {""}
    } Quel est votre numéro de commande ?
utter-too-many-tries = Je n’avance pas de cette façon : une personne de notre équipe va prendre le relais.
utter-shop-unavailable = Désolé, notre système de commandes ne répond pas pour le moment. Réessayez dans quelques minutes, ou je vous mets en relation avec notre équipe.

## In every flow

utter-nothing-changed = D’accord, rien n’a été modifié. Si vous avez besoin d’autre chose, écrivez-moi.
utter-ask-confirmation-again = Répondez-moi par oui ou par non, s’il vous plaît : dois-je continuer ?
utter-ask-item = De quel article s’agit-il : { $items } ?
utter-ask-item-again = Je ne suis pas sûr de l’article dont vous parlez. Cette commande comprend : { $items }. Duquel s’agit-il ?
utter-offer-resume =
    Voulez-vous que nous reprenions { $flow ->
        [order_status] le suivi de votre commande
        [return] votre retour
        [start_exchange] votre échange
        [cancel_order] l’annulation de votre commande
        [change_address] le changement d’adresse de votre commande
        [refund_status] le suivi de votre remboursement
        [report_problem] le problème que vous avez signalé
        [request_invoice] votre facture
        [reset_password] votre nouveau mot de passe
       *[other] là où nous en étions
    } ?

## Order status

utter-order-processing = Votre commande { $order_number } du { $order_date } est en cours de préparation dans notre entrepôt. Elle devrait arriver au plus tard le { $eta }.
utter-order-shipped = Votre commande { $order_number } est en route avec { $carrier } (numéro de suivi { $tracking_number }). Elle devrait arriver au plus tard le { $eta }.
utter-order-delayed = Je suis désolé : votre commande { $order_number } a pris du retard. Nous l’attendons désormais au plus tard le { $eta }.
utter-order-overdue = Je suis désolé : votre commande { $order_number } aurait dû arriver au plus tard le { $eta }. Dites-moi qu’elle n’est pas arrivée et j’ouvre une réclamation pour que nous interrogions le transporteur.
utter-order-delivered = Votre commande { $order_number } a été livrée le { $delivered_on }.
utter-order-cancelled = Votre commande { $order_number } a été annulée le { $cancelled_on }. Rien ne vous sera débité ou, si le débit a déjà eu lieu, { $refund } vous seront remboursés sous 5 à 7 jours ouvrés.
utter-order-returned = Votre commande { $order_number } a été retournée (numéro de retour { $return_number }). Le remboursement de { $refund } intervient 5 à 7 jours ouvrés après l’arrivée du colis chez nous.

## Starting a return

utter-ask-return-reason = Quelle est la raison du retour ? Choisissez-en une ou expliquez-la avec vos propres mots.
utter-ask-return-confirmation =
    Je résume : vous souhaitez retourner la commande { $order_number } ({ $more_items ->
        [0] { $first_item }
        [one] { $first_item } et { $more_items } autre article
       *[other] { $first_item } et { $more_items } autres articles
    }). Raison : { $reason ->
        [damaged] arrivée endommagée
        [wrong_item] mauvais article reçu
        [not_as_described] non conforme à la description
        [changed_mind] vous avez changé d’avis
       *[other] une autre raison
    }. Vous recevrez un remboursement de { $refund }. Dois-je lancer le retour ?
utter-return-created = C’est fait ! Votre retour { $return_number } pour la commande { $order_number } est enregistré et l’étiquette de retour vous est envoyée par e-mail. Vous recevrez un remboursement de { $refund } sous 5 à 7 jours ouvrés après l’arrivée du colis.
utter-return-exists = Un retour existe déjà pour la commande { $order_number } : il porte le numéro { $return_number }. L’étiquette se trouve dans votre boîte de réception.
utter-return-not-delivered =
    La commande { $order_number } n’a pas encore été livrée, je ne peux donc pas lancer de retour. Dès son arrivée, vous aurez { $days ->
        [one] { $days } jour
       *[other] { $days } jours
    } pour la renvoyer.
utter-return-cancelled-order = La commande { $order_number } a été annulée, il n’y a donc rien à renvoyer.
utter-return-too-late =
    La commande { $order_number } a été livrée le { $delivered_on }. Notre délai de retour de { $days ->
        [one] { $days } jour
       *[other] { $days } jours
    } est écoulé, je ne peux donc plus lancer de retour. Si vous le souhaitez, une personne de notre équipe peut étudier votre demande.

## Starting an exchange

utter-ask-variant = Quelle couleur ou quelle taille souhaitez-vous à la place de « { $item } » ? En stock : { $options }.
utter-ask-variant-again = Je n’ai pas cette version. En stock pour { $item } : { $options }. Laquelle souhaitez-vous ?
utter-ask-exchange-confirmation = Je résume : dans la commande { $order_number }, vous souhaitez échanger { $item } contre { $wanted }. Nous réservons le nouvel article pendant 14 jours et l’expédions dès que l’ancien est en route vers nous. Dois-je lancer l’échange ?
utter-exchange-created = C’est fait ! Votre échange { $exchange_number } pour la commande { $order_number } est enregistré : { $item } en { $wanted } vous est réservé, et l’étiquette de retour pour l’ancien article vous est envoyée par e-mail.
utter-exchange-exists = Un échange existe déjà pour cet article de la commande { $order_number } : il porte le numéro { $exchange_number }. L’étiquette se trouve dans votre boîte de réception.
utter-exchange-no-variant = Désolé, { $item } n’est en stock dans aucune autre couleur ni taille, je ne peux donc pas l’échanger. Vous pouvez le renvoyer contre remboursement, ou parler à notre équipe.
utter-exchange-not-delivered =
    La commande { $order_number } n’a pas encore été livrée, je ne peux donc pas lancer d’échange. Dès son arrivée, vous aurez { $days ->
        [one] { $days } jour
       *[other] { $days } jours
    } pour échanger un article.
utter-exchange-too-late =
    La commande { $order_number } a été livrée le { $delivered_on }. Notre délai d’échange de { $days ->
        [one] { $days } jour
       *[other] { $days } jours
    } est écoulé, je ne peux donc plus lancer d’échange. Si vous le souhaitez, une personne de notre équipe peut étudier votre demande.

## Cancelling an order

utter-ask-cancellation-confirmation =
    Je résume : vous souhaitez annuler la commande { $order_number } ({ $more_items ->
        [0] { $first_item }
        [one] { $first_item } et { $more_items } autre article
       *[other] { $first_item } et { $more_items } autres articles
    }). Vous recevrez un remboursement de { $refund }. Une annulation est définitive. Dois-je annuler la commande ?
utter-order-was-cancelled =
    C’est fait ! La commande { $order_number } est annulée. Vous recevrez un remboursement de { $refund } sous { $days ->
        [one] { $days } jour ouvré
       *[other] { $days } jours ouvrés
    }.
utter-cancellation-shipped = Désolé, la commande { $order_number } est déjà chez le transporteur, je ne peux donc plus l’annuler. Vous pouvez refuser le colis à la livraison ou le renvoyer dans les 30 jours ; notre équipe peut vous y aider.
utter-cancellation-delivered = La commande { $order_number } a été livrée, elle ne peut donc plus être annulée. Vous pouvez la renvoyer : dites-le-moi et je lance le retour.

## Changing the address of an order

utter-ask-street = Quelle est la nouvelle adresse ? Indiquez-moi la rue et le numéro, le code postal et la ville.
utter-ask-street-again = Je n’ai pas trouvé de rue dans votre message. Écrivez-la avec le numéro, par exemple : Lindenweg 4, 50667 Köln.
utter-ask-postcode = Et quel est le code postal ?
utter-ask-postcode-again = Cela ne ressemble pas à un code postal. Quel est celui de la nouvelle adresse ?
utter-ask-city = Et dans quelle ville ?
utter-ask-city-again = Je n’ai pas trouvé de ville dans votre message. De quelle ville s’agit-il ?
utter-ask-address-confirmation = Je résume : la commande { $order_number } sera envoyée à cette adresse : { $street }, { $postcode } { $city }. Le pays ne change pas. Dois-je modifier l’adresse ?
utter-address-changed = C’est fait ! La commande { $order_number } sera envoyée à cette adresse : { $street }, { $postcode } { $city }.
utter-address-shipped = Désolé, la commande { $order_number } est déjà chez le transporteur, je ne peux donc plus changer l’adresse. Le transporteur peut le faire depuis le lien de votre e-mail de suivi ; une personne de notre équipe peut aussi étudier votre demande.

## Refund status

utter-refund-none = Il n’y a pas de remboursement pour la commande { $order_number } : rien n’a été annulé ni renvoyé jusqu’ici.
utter-refund-awaiting-parcel = Votre remboursement de { $refund } pour la commande { $order_number } attend votre colis. Nous le versons 5 à 7 jours ouvrés après son arrivée dans notre entrepôt.
utter-refund-processing = Votre remboursement de { $refund } pour la commande { $order_number } est en cours de traitement. Vous devriez le recevoir au plus tard le { $due_on }.
utter-refund-paid = Votre remboursement de { $refund } pour la commande { $order_number } a été versé le { $paid_on } sur le moyen de paiement de la commande. Votre banque peut mettre 2 jours ouvrés de plus à l’afficher.

## Reporting a problem

utter-ask-problem-kind = J’en suis désolé. Que s’est-il passé ? Choisissez une réponse ou expliquez-le avec vos propres mots.
utter-ask-problem-kind-again = Je veux être sûr de bien comprendre : la commande n’est-elle pas arrivée, est-elle arrivée en retard, endommagée ou incomplète, ou est-ce le mauvais article ?
utter-ask-claim-confirmation =
    Je résume : vous souhaitez faire une réclamation pour la commande { $order_number }{ $item ->
        [none] {""}
       *[other] {" "}({ $item })
    }. Raison : { $kind ->
        [not_arrived] elle n’est pas arrivée
        [late] elle est arrivée en retard
        [damaged] elle est arrivée endommagée
        [incomplete] il manque quelque chose
        [wrong_item] vous avez reçu le mauvais article
       *[other] quelque chose ne va pas
    }. Dois-je ouvrir la réclamation ?
utter-claim-opened =
    C’est fait ! Votre réclamation { $claim_number } pour la commande { $order_number } est ouverte. { $kind ->
        [not_arrived] Nous demandons une preuve de livraison au transporteur
        [incomplete] Nous vous envoyons gratuitement ce qui manque
       *[other] Notre équipe l’examine et vous proposera une solution
    } et vous aurez de nos nouvelles sous { $days ->
        [one] { $days } jour ouvré
       *[other] { $days } jours ouvrés
    }.{ $kind ->
        [damaged] {" "}Gardez l’emballage et, si possible, envoyez-nous des photos par e-mail.
       *[other] {""}
    }
utter-claim-exists = Une réclamation existe déjà à ce sujet : { $claim_number }, pour la commande { $order_number }. Notre équipe s’en occupe.
utter-problem-not-due = La commande { $order_number } n’est pas encore en retard : elle devrait arriver au plus tard le { $eta }. Si elle n’est pas là à cette date, dites-le-moi et j’ouvre une réclamation.
utter-problem-for-a-person = Je ne peux pas ouvrir moi-même de réclamation pour la commande { $order_number } : je fais appel à une personne de notre équipe.

## Invoices

utter-invoice-sent = C’est fait ! La facture { $invoice_number } de la commande { $order_number } vient d’être envoyée à l’adresse e-mail de la commande.
utter-invoice-not-shipped = La facture de la commande { $order_number } est établie au moment de l’expédition. Vous la recevrez alors par e-mail.
utter-invoice-cancelled = La commande { $order_number } a été annulée avant tout débit, il n’y a donc pas de facture.

## Passwords

utter-ask-account-email = Bien sûr. Quelle est l’adresse e-mail de votre compte ?
utter-reset-sent = Si un compte existe pour cette adresse, vous allez recevoir un e-mail contenant un lien pour choisir un nouveau mot de passe. Le lien est valable une heure. Pensez à regarder aussi dans les courriers indésirables.
utter-reset-limit = Je ne peux plus envoyer de lien dans cette conversation. Regardez dans votre boîte de réception et dans les courriers indésirables, ou parlez à notre équipe.

## Buttons

button-order-status = Où est ma commande ?
button-start-return = Renvoyer un article
button-talk-to-human = Parler à une personne
button-cancel = Annuler
button-yes = Oui
button-no = Non
button-reason-damaged = Arrivé endommagé
button-reason-wrong-item = Mauvais article
button-reason-not-as-described = Non conforme à la description
button-reason-changed-mind = J’ai changé d’avis
button-reason-other = Autre raison

## What was meant?

utter-did-you-mean = Je ne suis pas sûr d’avoir compris. Vouliez-vous dire l’une de ces choses ?
button-none-of-these = Rien de tout cela
choice-order-status = Où est ma commande ?
choice-start-return = Renvoyer un article
choice-start-exchange = Échanger un article
choice-cancel-order = Annuler une commande
choice-change-address = Changer une adresse de livraison
choice-refund-status = Où en est mon remboursement ?
choice-report-problem = J’ai un problème de livraison
choice-request-invoice = Recevoir une facture
choice-reset-password = Réinitialiser mon mot de passe
choice-opening-hours = Horaires d’ouverture
choice-ask-shipping = Comment fonctionne la livraison
choice-ask-delivery-problem = Que faire en cas de problème de livraison
choice-ask-returns = Comment fonctionnent les retours
choice-ask-exchange = Comment fonctionnent les échanges
choice-ask-refunds = Comment fonctionnent les remboursements
choice-ask-payment = Moyens de paiement
choice-ask-discount = Remises et codes promo
choice-ask-gift-card = Cartes cadeaux
choice-ask-invoice = Questions sur les factures
choice-ask-account = Mon compte
choice-ask-privacy = Mes données personnelles
choice-ask-warranty = Garantie et réparations
choice-ask-product = Une question sur un produit
choice-ask-order-change = Modifier une commande
choice-ask-company = À propos de la boutique
choice-talk-to-human = Parler à une personne
button-report-problem = Signaler un problème
button-problem-not-arrived = Pas arrivée
button-problem-late = Arrivée en retard
button-problem-damaged = Endommagée
button-problem-incomplete = Il manque quelque chose
button-problem-wrong-item = Mauvais article

value-colour = { $colour ->
    [black] noir
    [white] blanc
    [blue] bleu
    [red] rouge
    [green] vert
    [grey] gris
    [yellow] jaune
    [pink] rose
    [sand] sable
    [brass] laiton
    [natural] naturel
    [brown] marron
    [orange] orange
    [purple] violet
   *[other] { $colour }
}
value-size = { $size ->
    [small] petit
    [medium] moyen
    [large] grand
   *[other] { $size }
}

## On cards

card-order = Commande { $order_number }
card-order-holds =
    { $items }
    { $total } · commandée le { $order_date }
