# What differs from fr/bot.ftl in French, addressing the customer as "tu".
# Who wrote and who reviewed these words: ../fr/about.yml.

utter-greet = Salut ! Je suis l’assistant de Lumen & Oak. Je peux consulter, modifier ou annuler une commande, m’occuper des retours et des échanges, et répondre à tes questions sur la livraison, le paiement et nos produits. Que puis-je faire pour toi ?
utter-goodbye = Au revoir et bonne journée !
utter-welcome = Avec plaisir ! Puis-je faire autre chose pour toi ?
utter-chitchat = Très bien, merci. Ma spécialité, ce sont les commandes, les retours et les questions sur notre boutique : comment puis-je t’aider ?
utter-bot-challenge = Je suis un bot, l’assistant automatique de Lumen & Oak. Si tu préfères parler à une personne, dis-le-moi.
utter-what-next = Très bien. Que puis-je faire pour toi ?
utter-okay = D’accord. Si tu as besoin d’autre chose, écris-moi.
utter-cancelled = D’accord, j’arrête là. Rien n’a été modifié. Que puis-je faire d’autre pour toi ?
utter-nothing-to-cancel = Il n’y a rien en cours que je puisse arrêter. Si tu souhaites annuler une commande, dis-le-moi.
utter-out-of-scope = Je suis désolé, je ne peux pas t’aider sur ce point. Je peux m’occuper des commandes, des retours et des échanges, répondre à tes questions sur notre boutique ou te mettre en relation avec notre équipe.
utter-not-understood = Excuse-moi, je n’ai pas bien compris. Pourrais-tu le dire autrement ? Voici ce que je peux faire pour toi ; je peux aussi te mettre en relation avec notre équipe.
utter-opening-hours =
    Notre service client est à ta disposition du lundi au vendredi de { $weekday_opens } à { $weekday_closes } et le samedi de { $saturday_opens } à { $saturday_closes } ({ $timezone }). { $open_now ->
        [yes] Il est ouvert en ce moment.
       *[no] Il est fermé en ce moment, mais je suis là à toute heure.
    }
utter-opening-hours-unavailable = Désolé, je ne peux pas consulter nos horaires pour le moment. Réessaie dans quelques minutes.
utter-ask-order-number = Bien sûr. Quel est ton numéro de commande ? Il se présente ainsi : P-10482, et figure dans ton e-mail de confirmation.
utter-ask-order-number-again = Je n’ai pas trouvé de numéro de commande dans ton message. Il commence par un P suivi de cinq chiffres, par exemple P-10482.
utter-ask-email = Merci. Et avec quelle adresse e-mail as-tu passé la commande ?
utter-ask-email-again = Cela ne ressemble pas à une adresse e-mail. Avec quelle adresse as-tu passé la commande, par exemple nom@example.com ?
utter-order-not-found =
    Je ne trouve pas de commande avec ce numéro et cette adresse e-mail. Vérifie les deux et réessaie.{ $tries_left ->
        [1] {" "}C’est le dernier essai avant que je fasse appel à notre équipe.
       *[other] {""}
    } Quel est ton numéro de commande ?
utter-shop-unavailable = Désolé, notre système de commandes ne répond pas pour le moment. Réessaie dans quelques minutes, ou je te mets en relation avec notre équipe.
utter-nothing-changed = D’accord, rien n’a été modifié. Si tu as besoin d’autre chose, écris-moi.
utter-ask-confirmation-again = Réponds-moi par oui ou par non, s’il te plaît : dois-je continuer ?
utter-ask-item-again = Je ne suis pas sûr de l’article dont tu parles. Cette commande comprend : { $items }. Duquel s’agit-il ?
utter-offer-resume =
    Veux-tu que nous reprenions { $flow ->
        [order_status] le suivi de ta commande
        [return] ton retour
        [start_exchange] ton échange
        [cancel_order] l’annulation de ta commande
        [change_address] le changement d’adresse de ta commande
        [refund_status] le suivi de ton remboursement
        [report_problem] le problème que tu as signalé
        [request_invoice] ta facture
        [reset_password] ton nouveau mot de passe
       *[other] là où nous en étions
    } ?
utter-order-processing = Ta commande { $order_number } du { $order_date } est en cours de préparation dans notre entrepôt. Elle devrait arriver au plus tard le { $eta }.
utter-order-shipped = Ta commande { $order_number } est en route avec { $carrier } (numéro de suivi { $tracking_number }). Elle devrait arriver au plus tard le { $eta }.
utter-order-delayed = Je suis désolé : ta commande { $order_number } a pris du retard. Nous l’attendons désormais au plus tard le { $eta }.
utter-order-overdue = Je suis désolé : ta commande { $order_number } aurait dû arriver au plus tard le { $eta }. Dis-moi qu’elle n’est pas arrivée et j’ouvre une réclamation pour que nous interrogions le transporteur.
utter-order-delivered = Ta commande { $order_number } a été livrée le { $delivered_on }.
utter-order-cancelled = Ta commande { $order_number } a été annulée le { $cancelled_on }. Rien ne te sera débité ou, si le débit a déjà eu lieu, { $refund } te seront remboursés sous 5 à 7 jours ouvrés.
utter-order-returned = Ta commande { $order_number } a été retournée (numéro de retour { $return_number }). Le remboursement de { $refund } intervient 5 à 7 jours ouvrés après l’arrivée du colis chez nous.
utter-ask-return-reason = Quelle est la raison du retour ? Choisis-en une ou explique-la avec tes propres mots.
utter-ask-return-confirmation =
    Je résume : tu souhaites retourner la commande { $order_number } ({ $more_items ->
        [0] { $first_item }
        [one] { $first_item } et { $more_items } autre article
       *[other] { $first_item } et { $more_items } autres articles
    }). Raison : { $reason ->
        [damaged] arrivée endommagée
        [wrong_item] mauvais article reçu
        [not_as_described] non conforme à la description
        [changed_mind] tu as changé d’avis
       *[other] une autre raison
    }. Tu recevras un remboursement de { $refund }. Dois-je lancer le retour ?
utter-return-created = C’est fait ! Ton retour { $return_number } pour la commande { $order_number } est enregistré et l’étiquette de retour t’est envoyée par e-mail. Tu recevras un remboursement de { $refund } sous 5 à 7 jours ouvrés après l’arrivée du colis.
utter-return-exists = Un retour existe déjà pour la commande { $order_number } : il porte le numéro { $return_number }. L’étiquette se trouve dans ta boîte de réception.
utter-return-not-delivered =
    La commande { $order_number } n’a pas encore été livrée, je ne peux donc pas lancer de retour. Dès son arrivée, tu auras { $days ->
        [one] { $days } jour
       *[other] { $days } jours
    } pour la renvoyer.
utter-return-too-late =
    La commande { $order_number } a été livrée le { $delivered_on }. Notre délai de retour de { $days ->
        [one] { $days } jour
       *[other] { $days } jours
    } est écoulé, je ne peux donc plus lancer de retour. Si tu le souhaites, une personne de notre équipe peut étudier ta demande.
utter-ask-variant = Quelle couleur ou quelle taille souhaites-tu à la place de « { $item } » ? En stock : { $options }.
utter-ask-variant-again = Je n’ai pas cette version. En stock pour { $item } : { $options }. Laquelle souhaites-tu ?
utter-ask-exchange-confirmation = Je résume : dans la commande { $order_number }, tu souhaites échanger { $item } contre { $wanted }. Nous réservons le nouvel article pendant 14 jours et l’expédions dès que l’ancien est en route vers nous. Dois-je lancer l’échange ?
utter-exchange-created = C’est fait ! Ton échange { $exchange_number } pour la commande { $order_number } est enregistré : { $item } en { $wanted } t’est réservé, et l’étiquette de retour pour l’ancien article t’est envoyée par e-mail.
utter-exchange-exists = Un échange existe déjà pour cet article de la commande { $order_number } : il porte le numéro { $exchange_number }. L’étiquette se trouve dans ta boîte de réception.
utter-exchange-no-variant = Désolé, { $item } n’est en stock dans aucune autre couleur ni taille, je ne peux donc pas l’échanger. Tu peux le renvoyer contre remboursement, ou parler à notre équipe.
utter-exchange-not-delivered =
    La commande { $order_number } n’a pas encore été livrée, je ne peux donc pas lancer d’échange. Dès son arrivée, tu auras { $days ->
        [one] { $days } jour
       *[other] { $days } jours
    } pour échanger un article.
utter-exchange-too-late =
    La commande { $order_number } a été livrée le { $delivered_on }. Notre délai d’échange de { $days ->
        [one] { $days } jour
       *[other] { $days } jours
    } est écoulé, je ne peux donc plus lancer d’échange. Si tu le souhaites, une personne de notre équipe peut étudier ta demande.
utter-ask-cancellation-confirmation =
    Je résume : tu souhaites annuler la commande { $order_number } ({ $more_items ->
        [0] { $first_item }
        [one] { $first_item } et { $more_items } autre article
       *[other] { $first_item } et { $more_items } autres articles
    }). Tu recevras un remboursement de { $refund }. Une annulation est définitive. Dois-je annuler la commande ?
utter-order-was-cancelled =
    C’est fait ! La commande { $order_number } est annulée. Tu recevras un remboursement de { $refund } sous { $days ->
        [one] { $days } jour ouvré
       *[other] { $days } jours ouvrés
    }.
utter-cancellation-shipped = Désolé, la commande { $order_number } est déjà chez le transporteur, je ne peux donc plus l’annuler. Tu peux refuser le colis à la livraison ou le renvoyer dans les 30 jours ; notre équipe peut t’y aider.
utter-cancellation-delivered = La commande { $order_number } a été livrée, elle ne peut donc plus être annulée. Tu peux la renvoyer : dis-le-moi et je lance le retour.
utter-ask-street = Quelle est la nouvelle adresse ? Indique-moi la rue et le numéro, le code postal et la ville.
utter-ask-street-again = Je n’ai pas trouvé de rue dans ton message. Écris-la avec le numéro, par exemple : Lindenweg 4, 50667 Köln.
utter-ask-city-again = Je n’ai pas trouvé de ville dans ton message. De quelle ville s’agit-il ?
utter-address-shipped = Désolé, la commande { $order_number } est déjà chez le transporteur, je ne peux donc plus changer l’adresse. Le transporteur peut le faire depuis le lien de ton e-mail de suivi ; une personne de notre équipe peut aussi étudier ta demande.
utter-refund-awaiting-parcel = Ton remboursement de { $refund } pour la commande { $order_number } attend ton colis. Nous le versons 5 à 7 jours ouvrés après son arrivée dans notre entrepôt.
utter-refund-processing = Ton remboursement de { $refund } pour la commande { $order_number } est en cours de traitement. Tu devrais le recevoir au plus tard le { $due_on }.
utter-refund-paid = Ton remboursement de { $refund } pour la commande { $order_number } a été versé le { $paid_on } sur le moyen de paiement de la commande. Ta banque peut mettre 2 jours ouvrés de plus à l’afficher.
utter-ask-problem-kind = J’en suis désolé. Que s’est-il passé ? Choisis une réponse ou explique-le avec tes propres mots.
utter-ask-claim-confirmation =
    Je résume : tu souhaites faire une réclamation pour la commande { $order_number }{ $item ->
        [none] {""}
       *[other] {" "}({ $item })
    }. Raison : { $kind ->
        [not_arrived] elle n’est pas arrivée
        [late] elle est arrivée en retard
        [damaged] elle est arrivée endommagée
        [incomplete] il manque quelque chose
        [wrong_item] tu as reçu le mauvais article
       *[other] quelque chose ne va pas
    }. Dois-je ouvrir la réclamation ?
utter-claim-opened =
    C’est fait ! Ta réclamation { $claim_number } pour la commande { $order_number } est ouverte. { $kind ->
        [not_arrived] Nous demandons une preuve de livraison au transporteur
        [incomplete] Nous t’envoyons gratuitement ce qui manque
       *[other] Notre équipe l’examine et te proposera une solution
    } et tu auras de nos nouvelles sous { $days ->
        [one] { $days } jour ouvré
       *[other] { $days } jours ouvrés
    }.{ $kind ->
        [damaged] {" "}Garde l’emballage et, si possible, envoie-nous des photos par e-mail.
       *[other] {""}
    }
utter-problem-not-due = La commande { $order_number } n’est pas encore en retard : elle devrait arriver au plus tard le { $eta }. Si elle n’est pas là à cette date, dis-le-moi et j’ouvre une réclamation.
utter-invoice-not-shipped = La facture de la commande { $order_number } est établie au moment de l’expédition. Tu la recevras alors par e-mail.
utter-ask-account-email = Bien sûr. Quelle est l’adresse e-mail de ton compte ?
utter-reset-sent = Si un compte existe pour cette adresse, tu vas recevoir un e-mail contenant un lien pour choisir un nouveau mot de passe. Le lien est valable une heure. Pense à regarder aussi dans les courriers indésirables.
utter-reset-limit = Je ne peux plus envoyer de lien dans cette conversation. Regarde dans ta boîte de réception et dans les courriers indésirables, ou parle à notre équipe.
utter-did-you-mean = Je ne suis pas sûr d’avoir compris. Voulais-tu dire l’une de ces choses ?
