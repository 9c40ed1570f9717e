# What the bot says, in German, addressing the customer as "Sie".
# Who wrote and who reviewed these words: about.yml. What the variables hold: en/bot.ftl.

## Small talk

utter-greet = Guten Tag! Ich bin der Assistent von Lumen & Oak. Ich kann Bestellungen nachsehen, ändern oder stornieren, mich um Rücksendungen und Umtausch kümmern und Fragen zu Versand, Zahlung und unseren Produkten beantworten. Was kann ich für Sie tun?
utter-goodbye = Auf Wiedersehen und einen schönen Tag noch!
utter-welcome = Sehr gern! Kann ich sonst noch etwas für Sie tun?
utter-chitchat = Mir geht es gut, danke der Nachfrage. Am besten kenne ich mich mit Bestellungen, Rücksendungen und Fragen rund um unseren Shop aus: Wie kann ich Ihnen helfen?
utter-bot-challenge = Ich bin ein Bot, der automatische Assistent von Lumen & Oak. Wenn Sie lieber mit einem Menschen sprechen möchten, sagen Sie einfach Bescheid.
utter-what-next = Gut. Was kann ich für Sie tun?
utter-okay = In Ordnung. Wenn Sie noch etwas brauchen, schreiben Sie einfach.
utter-cancelled = In Ordnung, ich habe abgebrochen. Es wurde nichts geändert. Was kann ich sonst für Sie tun?
utter-nothing-to-cancel = Im Moment läuft nichts, was ich abbrechen könnte. Wenn Sie eine Bestellung stornieren möchten, sagen Sie es mir einfach.
utter-out-of-scope = Dabei kann ich leider nicht helfen. Ich helfe Ihnen gern bei Bestellungen, Rücksendungen und Umtausch, beantworte Fragen zu unserem Shop oder verbinde Sie mit unserem Team.
utter-not-understood = Entschuldigung, das habe ich nicht ganz verstanden. Könnten Sie es anders formulieren? Hier sehen Sie, was ich für Sie tun kann, oder ich verbinde Sie mit unserem Team.

## Opening hours

utter-opening-hours =
    Unser Kundenservice ist montags bis freitags von { $weekday_opens } bis { $weekday_closes } Uhr und samstags von { $saturday_opens } bis { $saturday_closes } Uhr für Sie da ({ $timezone }). { $open_now ->
        [yes] Zurzeit haben wir geöffnet.
       *[no] Zurzeit haben wir geschlossen, ich bin aber rund um die Uhr für Sie da.
    }
utter-opening-hours-unavailable = Unsere Öffnungszeiten kann ich gerade leider nicht abrufen. Bitte versuchen Sie es in ein paar Minuten noch einmal.

## Finding an order

utter-ask-order-number = Gern. Wie lautet Ihre Bestellnummer? Sie sieht so aus: P-10482, und steht in Ihrer Bestellbestätigung.
utter-ask-order-number-again = Darin konnte ich keine Bestellnummer finden. Sie beginnt mit einem P, gefolgt von fünf Ziffern, zum Beispiel P-10482.
utter-ask-email = Danke. Und mit welcher E-Mail-Adresse haben Sie bestellt?
utter-ask-email-again = Das sieht nicht nach einer E-Mail-Adresse aus. Mit welcher Adresse haben Sie bestellt, zum Beispiel name@example.com?
utter-order-not-found =
    Zu dieser Nummer und E-Mail-Adresse finde ich keine Bestellung. Bitte prüfen Sie beides und versuchen Sie es noch einmal.{ $tries_left ->
        [1] {" "}Das ist der letzte Versuch, bevor ich unser Team dazuhole.
       *[other] {""}
    } Wie lautet Ihre Bestellnummer?
utter-too-many-tries = So komme ich nicht weiter. Deshalb sieht sich das jetzt jemand aus unserem Team an.
utter-shop-unavailable = Unser Bestellsystem ist gerade leider nicht erreichbar. Bitte versuchen Sie es in ein paar Minuten noch einmal, oder ich verbinde Sie mit unserem Team.

## In every flow

utter-nothing-changed = In Ordnung, es wurde nichts geändert. Wenn Sie noch etwas brauchen, schreiben Sie einfach.
utter-ask-confirmation-again = Bitte antworten Sie mit Ja oder Nein: Soll ich fortfahren?
utter-ask-item = Um welchen Artikel geht es: { $items }?
utter-ask-item-again = Ich bin mir nicht sicher, welchen Artikel Sie meinen. Zu dieser Bestellung gehören: { $items }. Um welchen geht es?
utter-offer-resume =
    Sollen wir { $flow ->
        [order_status] mit der Auskunft zu Ihrer Bestellung weitermachen
        [return] mit Ihrer Rücksendung weitermachen
        [start_exchange] mit Ihrem Umtausch weitermachen
        [cancel_order] mit der Stornierung Ihrer Bestellung weitermachen
        [change_address] mit der Adressänderung für Ihre Bestellung weitermachen
        [refund_status] mit der Auskunft zu Ihrer Erstattung weitermachen
        [report_problem] mit dem Problem weitermachen, das Sie gemeldet haben
        [request_invoice] mit Ihrer Rechnung weitermachen
        [reset_password] mit Ihrem neuen Passwort weitermachen
       *[other] da weitermachen, wo wir vorhin aufgehört haben
    }?

## Order status

utter-order-processing = Ihre Bestellung { $order_number } vom { $order_date } wird gerade in unserem Lager vorbereitet. Sie sollte bis zum { $eta } bei Ihnen sein.
utter-order-shipped = Ihre Bestellung { $order_number } ist mit { $carrier } unterwegs (Sendungsnummer { $tracking_number }). Sie sollte bis zum { $eta } bei Ihnen sein.
utter-order-delayed = Es tut mir leid: Ihre Bestellung { $order_number } verspätet sich. Wir rechnen jetzt bis zum { $eta } mit der Zustellung.
utter-order-overdue = Es tut mir leid: Ihre Bestellung { $order_number } hätte bis zum { $eta } bei Ihnen sein sollen. Sagen Sie mir einfach, dass sie nicht angekommen ist. Dann eröffne ich eine Reklamation, und wir fragen beim Versanddienst nach.
utter-order-delivered = Ihre Bestellung { $order_number } wurde am { $delivered_on } zugestellt.
utter-order-cancelled = Ihre Bestellung { $order_number } wurde am { $cancelled_on } storniert. Es wird nichts abgebucht; falls das schon geschehen ist, erhalten Sie { $refund } innerhalb von 5 bis 7 Werktagen zurück.
utter-order-returned = Ihre Bestellung { $order_number } wurde zurückgesendet (Retourennummer { $return_number }). Die Erstattung von { $refund } dauert 5 bis 7 Werktage, sobald das Paket wieder bei uns ist.

## Starting a return

utter-ask-return-reason = Warum möchten Sie den Artikel zurücksenden? Wählen Sie einen Grund aus oder beschreiben Sie ihn mit eigenen Worten.
utter-ask-return-confirmation =
    Ich fasse zusammen: Sie möchten die Bestellung { $order_number } ({ $more_items ->
        [0] { $first_item }
        [one] { $first_item } und { $more_items } weiterer Artikel
       *[other] { $first_item } und { $more_items } weitere Artikel
    }) zurücksenden. Grund: { $reason ->
        [damaged] beschädigt angekommen
        [wrong_item] falscher Artikel geliefert
        [not_as_described] entspricht nicht der Beschreibung
        [changed_mind] gefällt doch nicht
       *[other] ein anderer Grund
    }. Sie erhalten { $refund } zurück. Soll ich die Rücksendung anmelden?
utter-return-created = Erledigt! Ihre Rücksendung { $return_number } zur Bestellung { $order_number } ist angemeldet, und das Rücksendeetikett ist per E-Mail zu Ihnen unterwegs. Sie erhalten { $refund } innerhalb von 5 bis 7 Werktagen zurück, nachdem das Paket angekommen ist.
utter-return-exists = Zur Bestellung { $order_number } gibt es bereits eine Rücksendung: Sie hat die Nummer { $return_number }. Das Rücksendeetikett finden Sie in Ihrem E-Mail-Postfach.
utter-return-not-delivered =
    Die Bestellung { $order_number } wurde noch nicht zugestellt, deshalb kann ich noch keine Rücksendung anmelden. Sobald sie angekommen ist, haben Sie { $days ->
        [one] { $days } Tag
       *[other] { $days } Tage
    } Zeit, sie zurückzusenden.
utter-return-cancelled-order = Die Bestellung { $order_number } wurde storniert, es gibt also nichts zurückzusenden.
utter-return-too-late =
    Die Bestellung { $order_number } wurde am { $delivered_on } zugestellt. Unsere Rückgabefrist von { $days ->
        [one] { $days } Tag
       *[other] { $days } Tagen
    } ist abgelaufen, deshalb kann ich keine Rücksendung mehr anmelden. Wenn Sie möchten, sieht sich jemand aus unserem Team das an.

## Starting an exchange

utter-ask-variant = Welche Farbe oder Größe möchten Sie statt { $item }? Auf Lager sind: { $options }.
utter-ask-variant-again = Diese Ausführung habe ich nicht. Für { $item } sind auf Lager: { $options }. Welche möchten Sie?
utter-ask-exchange-confirmation = Ich fasse zusammen: In der Bestellung { $order_number } möchten Sie { $item } gegen { $wanted } tauschen. Wir reservieren den neuen Artikel 14 Tage lang und versenden ihn, sobald der alte auf dem Rückweg ist. Soll ich den Umtausch anmelden?
utter-exchange-created = Erledigt! Ihr Umtausch { $exchange_number } zur Bestellung { $order_number } ist angemeldet: { $item } in { $wanted } ist für Sie reserviert, und das Rücksendeetikett für den alten Artikel ist per E-Mail zu Ihnen unterwegs.
utter-exchange-exists = Für diesen Artikel der Bestellung { $order_number } gibt es bereits einen Umtausch: Er hat die Nummer { $exchange_number }. Das Rücksendeetikett finden Sie in Ihrem E-Mail-Postfach.
utter-exchange-no-variant = Leider ist { $item } in keiner anderen Farbe oder Größe auf Lager, deshalb kann ich den Artikel nicht umtauschen. Sie können ihn gegen Erstattung zurücksenden oder mit unserem Team sprechen.
utter-exchange-not-delivered =
    Die Bestellung { $order_number } wurde noch nicht zugestellt, deshalb kann ich noch keinen Umtausch anmelden. Sobald sie angekommen ist, haben Sie { $days ->
        [one] { $days } Tag
       *[other] { $days } Tage
    } Zeit, einen Artikel umzutauschen.
utter-exchange-too-late =
    Die Bestellung { $order_number } wurde am { $delivered_on } zugestellt. Unsere Umtauschfrist von { $days ->
        [one] { $days } Tag
       *[other] { $days } Tagen
    } ist abgelaufen, deshalb kann ich keinen Umtausch mehr anmelden. Wenn Sie möchten, sieht sich jemand aus unserem Team das an.

## Cancelling an order

utter-ask-cancellation-confirmation =
    Ich fasse zusammen: Sie möchten die Bestellung { $order_number } ({ $more_items ->
        [0] { $first_item }
        [one] { $first_item } und { $more_items } weiterer Artikel
       *[other] { $first_item } und { $more_items } weitere Artikel
    }) stornieren. Sie erhalten { $refund } zurück. Eine Stornierung lässt sich nicht rückgängig machen. Soll ich die Bestellung stornieren?
utter-order-was-cancelled =
    Erledigt! Die Bestellung { $order_number } ist storniert. Sie erhalten { $refund } innerhalb von { $days ->
        [one] { $days } Werktag
       *[other] { $days } Werktagen
    } zurück.
utter-cancellation-shipped = Es tut mir leid, die Bestellung { $order_number } ist bereits beim Versanddienst, deshalb kann ich sie nicht mehr stornieren. Sie können die Annahme verweigern oder das Paket innerhalb von 30 Tagen zurücksenden. Unser Team hilft Ihnen gern dabei.
utter-cancellation-delivered = Die Bestellung { $order_number } wurde bereits zugestellt und lässt sich nicht mehr stornieren. Sie können sie zurücksenden: Sagen Sie es mir einfach, dann melde ich die Rücksendung an.

## Changing the address of an order

utter-ask-street = Wie lautet die neue Adresse? Bitte nennen Sie mir Straße und Hausnummer, Postleitzahl und Ort.
utter-ask-street-again = Darin konnte ich keine Straße erkennen. Bitte schreiben Sie sie mit Hausnummer, zum Beispiel Lindenweg 4, 50667 Köln.
utter-ask-postcode = Und wie lautet die Postleitzahl?
utter-ask-postcode-again = Das sieht nicht nach einer Postleitzahl aus. Wie lautet die Postleitzahl der neuen Adresse?
utter-ask-city = Und in welchem Ort?
utter-ask-city-again = Darin konnte ich keinen Ort erkennen. Wie heißt der Ort?
utter-ask-address-confirmation = Ich fasse zusammen: Die Bestellung { $order_number } geht an { $street }, { $postcode } { $city }. Das Land bleibt gleich. Soll ich die Adresse ändern?
utter-address-changed = Erledigt! Die Bestellung { $order_number } geht an { $street }, { $postcode } { $city }.
utter-address-shipped = Es tut mir leid, die Bestellung { $order_number } ist bereits beim Versanddienst, deshalb kann ich die Adresse nicht mehr ändern. Beim Versanddienst ist das über den Link in Ihrer Versandmail noch möglich, oder jemand aus unserem Team sieht es sich an.

## Refund status

utter-refund-none = Zur Bestellung { $order_number } gibt es keine Erstattung: Bisher wurde nichts storniert oder zurückgesendet.
utter-refund-awaiting-parcel = Ihre Erstattung von { $refund } für die Bestellung { $order_number } wartet noch auf Ihr Paket. Wir zahlen sie 5 bis 7 Werktage nach dem Eintreffen in unserem Lager aus.
utter-refund-processing = Ihre Erstattung von { $refund } für die Bestellung { $order_number } wird gerade bearbeitet. Sie sollte bis zum { $due_on } bei Ihnen sein.
utter-refund-paid = Ihre Erstattung von { $refund } für die Bestellung { $order_number } wurde am { $paid_on } über das Zahlungsmittel der Bestellung ausgezahlt. Bei Ihrer Bank kann es noch 2 Werktage dauern, bis sie sichtbar ist.

## Reporting a problem

utter-ask-problem-kind = Das tut mir leid. Was stimmt nicht? Wählen Sie etwas aus oder beschreiben Sie es mit eigenen Worten.
utter-ask-problem-kind-again = Damit ich es richtig verstehe: Ist die Lieferung nicht angekommen, verspätet, beschädigt oder unvollständig, oder ist es der falsche Artikel?
utter-ask-claim-confirmation =
    Ich fasse zusammen: Sie möchten die Bestellung { $order_number }{ $item ->
        [none] {""}
       *[other] {" "}({ $item })
    } reklamieren. Grund: { $kind ->
        [not_arrived] nicht angekommen
        [late] zu spät geliefert
        [damaged] beschädigt angekommen
        [incomplete] unvollständig
        [wrong_item] falscher Artikel geliefert
       *[other] etwas stimmt nicht
    }. Soll ich eine Reklamation eröffnen?
utter-claim-opened =
    Erledigt! Ihre Reklamation { $claim_number } zur Bestellung { $order_number } ist eröffnet. { $kind ->
        [not_arrived] Wir fordern beim Versanddienst einen Zustellnachweis an
        [incomplete] Was fehlt, senden wir Ihnen kostenlos nach
       *[other] Unser Team sieht sich das an und schlägt Ihnen eine Lösung vor
    }, und Sie hören innerhalb von { $days ->
        [one] { $days } Werktag
       *[other] { $days } Werktagen
    } von uns.{ $kind ->
        [damaged] {" "}Bitte heben Sie die Verpackung auf und senden Sie uns möglichst Fotos per E-Mail.
       *[other] {""}
    }
utter-claim-exists = Dazu gibt es bereits eine Reklamation: { $claim_number } zur Bestellung { $order_number }. Unser Team kümmert sich darum.
utter-problem-not-due = Die Bestellung { $order_number } ist noch nicht verspätet: Sie sollte bis zum { $eta } ankommen. Wenn sie bis dahin nicht da ist, sagen Sie mir Bescheid, dann eröffne ich eine Reklamation.
utter-problem-for-a-person = Für die Bestellung { $order_number } kann ich selbst keine Reklamation eröffnen. Ich hole jemanden aus unserem Team dazu.

## Invoices

utter-invoice-sent = Erledigt! Die Rechnung { $invoice_number } zur Bestellung { $order_number } ist an die E-Mail-Adresse der Bestellung unterwegs.
utter-invoice-not-shipped = Die Rechnung zur Bestellung { $order_number } wird beim Versand erstellt. Sie erhalten sie dann per E-Mail.
utter-invoice-cancelled = Die Bestellung { $order_number } wurde storniert, bevor etwas berechnet wurde. Deshalb gibt es keine Rechnung dazu.

## Passwords

utter-ask-account-email = Gern. Mit welcher E-Mail-Adresse ist Ihr Konto angelegt?
utter-reset-sent = Wenn es zu dieser Adresse ein Konto gibt, ist eine E-Mail mit einem Link für ein neues Passwort unterwegs. Der Link ist eine Stunde lang gültig. Bitte sehen Sie auch im Spam-Ordner nach.
utter-reset-limit = In dieser Unterhaltung kann ich keine weiteren Links senden. Bitte sehen Sie in Ihrem Posteingang und im Spam-Ordner nach, oder sprechen Sie mit unserem Team.

## Buttons

button-order-status = Wo ist meine Bestellung?
button-start-return = Etwas zurücksenden
button-talk-to-human = Mit einem Menschen sprechen
button-cancel = Abbrechen
button-yes = Ja
button-no = Nein
button-reason-damaged = Beschädigt angekommen
button-reason-wrong-item = Falscher Artikel
button-reason-not-as-described = Nicht wie beschrieben
button-reason-changed-mind = Gefällt mir doch nicht
button-reason-other = Anderer Grund

## What was meant?

utter-did-you-mean = Ich bin nicht sicher, ob ich Sie richtig verstanden habe. Meinten Sie etwas davon?
button-none-of-these = Nichts davon
choice-order-status = Wo ist meine Bestellung?
choice-start-return = Etwas zurücksenden
choice-start-exchange = Etwas umtauschen
choice-cancel-order = Eine Bestellung stornieren
choice-change-address = Eine Lieferadresse ändern
choice-refund-status = Wo bleibt meine Erstattung?
choice-report-problem = Mit meiner Lieferung stimmt etwas nicht
choice-request-invoice = Eine Rechnung anfordern
choice-reset-password = Mein Passwort zurücksetzen
choice-opening-hours = Öffnungszeiten
choice-ask-shipping = Wie der Versand abläuft
choice-ask-delivery-problem = Was bei Lieferproblemen zu tun ist
choice-ask-returns = Wie Rücksendungen ablaufen
choice-ask-exchange = Wie ein Umtausch abläuft
choice-ask-refunds = Wie Erstattungen ablaufen
choice-ask-payment = Zahlungsarten
choice-ask-discount = Rabatte und Gutscheincodes
choice-ask-gift-card = Geschenkkarten
choice-ask-invoice = Fragen zu Rechnungen
choice-ask-account = Mein Konto
choice-ask-privacy = Meine personenbezogenen Daten
choice-ask-warranty = Garantie und Reparatur
choice-ask-product = Eine Frage zu einem Produkt
choice-ask-order-change = Eine Bestellung ändern
choice-ask-company = Über den Shop
choice-talk-to-human = Mit einem Menschen sprechen
button-report-problem = Ein Problem melden
button-problem-not-arrived = Nicht angekommen
button-problem-late = Zu spät angekommen
button-problem-damaged = Beschädigt
button-problem-incomplete = Es fehlt etwas
button-problem-wrong-item = Falscher Artikel

value-colour = { $colour ->
    [black] schwarz
    [white] weiß
    [blue] blau
    [red] rot
    [green] grün
    [grey] grau
    [yellow] gelb
    [pink] rosa
    [sand] sandfarben
    [brass] Messing
    [natural] natur
    [brown] braun
    [orange] orange
    [purple] lila
   *[other] { $colour }
}
value-size = { $size ->
    [small] klein
    [medium] mittel
    [large] groß
   *[other] { $size }
}

## On cards

card-order = Bestellung { $order_number }
card-order-holds =
    { $items }
    { $total } · bestellt am { $order_date }
