# What differs from de/bot.ftl in German, addressing the customer as "du".
# Who wrote and who reviewed these words: ../de/about.yml.

utter-greet = Hallo! Ich bin der Assistent von Lumen & Oak. Ich kann Bestellungen nachsehen, ändern oder stornieren, mich um Rücksendungen und Umtausch kümmern und Fragen zu Versand, Zahlung und unseren Produkten beantworten. Was kann ich für dich tun?
utter-goodbye = Tschüss und einen schönen Tag noch!
utter-welcome = Sehr gern! Kann ich sonst noch etwas für dich tun?
utter-chitchat = Mir geht es gut, danke der Nachfrage. Am besten kenne ich mich mit Bestellungen, Rücksendungen und Fragen rund um unseren Shop aus: Wie kann ich dir helfen?
utter-bot-challenge = Ich bin ein Bot, der automatische Assistent von Lumen & Oak. Wenn du lieber mit einem Menschen sprechen möchtest, sag einfach Bescheid.
utter-what-next = Gut. Was kann ich für dich tun?
utter-okay = In Ordnung. Wenn du noch etwas brauchst, schreib einfach.
utter-cancelled = In Ordnung, ich habe abgebrochen. Es wurde nichts geändert. Was kann ich sonst für dich tun?
utter-nothing-to-cancel = Im Moment läuft nichts, was ich abbrechen könnte. Wenn du eine Bestellung stornieren möchtest, sag es mir einfach.
utter-out-of-scope = Dabei kann ich leider nicht helfen. Ich helfe dir gern bei Bestellungen, Rücksendungen und Umtausch, beantworte Fragen zu unserem Shop oder verbinde dich mit unserem Team.
utter-not-understood = Entschuldigung, das habe ich nicht ganz verstanden. Könntest du es anders formulieren? Hier siehst du, was ich für dich tun kann, oder ich verbinde dich mit unserem Team.
utter-opening-hours =
    Unser Kundenservice ist montags bis freitags von { $weekday_opens } bis { $weekday_closes } Uhr und samstags von { $saturday_opens } bis { $saturday_closes } Uhr für dich da ({ $timezone }). { $open_now ->
        [yes] Zurzeit haben wir geöffnet.
       *[no] Zurzeit haben wir geschlossen, ich bin aber rund um die Uhr für dich da.
    }
utter-opening-hours-unavailable = Unsere Öffnungszeiten kann ich gerade leider nicht abrufen. Bitte versuch es in ein paar Minuten noch einmal.
utter-ask-order-number = Gern. Wie lautet deine Bestellnummer? Sie sieht so aus: P-10482, und steht in deiner Bestellbestätigung.
utter-ask-email = Danke. Und mit welcher E-Mail-Adresse hast du bestellt?
utter-ask-email-again = Das sieht nicht nach einer E-Mail-Adresse aus. Mit welcher Adresse hast du bestellt, zum Beispiel name@example.com?
utter-order-not-found =
    Zu dieser Nummer und E-Mail-Adresse finde ich keine Bestellung. Bitte prüf beides und versuch es noch einmal.{ $tries_left ->
        [1] {" "}Das ist der letzte Versuch, bevor ich unser Team dazuhole.
       *[other] {""}
    } Wie lautet deine Bestellnummer?
utter-shop-unavailable = Unser Bestellsystem ist gerade leider nicht erreichbar. Bitte versuch es in ein paar Minuten noch einmal, oder ich verbinde dich mit unserem Team.
utter-nothing-changed = In Ordnung, es wurde nichts geändert. Wenn du noch etwas brauchst, schreib einfach.
utter-ask-confirmation-again = Bitte antworte mit Ja oder Nein: Soll ich fortfahren?
utter-ask-item-again = Ich bin mir nicht sicher, welchen Artikel du meinst. Zu dieser Bestellung gehören: { $items }. Um welchen geht es?
utter-offer-resume =
    Sollen wir { $flow ->
        [order_status] mit der Auskunft zu deiner Bestellung weitermachen
        [return] mit deiner Rücksendung weitermachen
        [start_exchange] mit deinem Umtausch weitermachen
        [cancel_order] mit der Stornierung deiner Bestellung weitermachen
        [change_address] mit der Adressänderung für deine Bestellung weitermachen
        [refund_status] mit der Auskunft zu deiner Erstattung weitermachen
        [report_problem] mit dem Problem weitermachen, das du gemeldet hast
        [request_invoice] mit deiner Rechnung weitermachen
        [reset_password] mit deinem neuen Passwort weitermachen
       *[other] da weitermachen, wo wir vorhin aufgehört haben
    }?
utter-order-processing = Deine Bestellung { $order_number } vom { $order_date } wird gerade in unserem Lager vorbereitet. Sie sollte bis zum { $eta } bei dir sein.
utter-order-shipped = Deine Bestellung { $order_number } ist mit { $carrier } unterwegs (Sendungsnummer { $tracking_number }). Sie sollte bis zum { $eta } bei dir sein.
utter-order-delayed = Es tut mir leid: Deine Bestellung { $order_number } verspätet sich. Wir rechnen jetzt bis zum { $eta } mit der Zustellung.
utter-order-overdue = Es tut mir leid: Deine Bestellung { $order_number } hätte bis zum { $eta } bei dir sein sollen. Sag mir einfach, dass sie nicht angekommen ist. Dann eröffne ich eine Reklamation, und wir fragen beim Versanddienst nach.
utter-order-delivered = Deine Bestellung { $order_number } wurde am { $delivered_on } zugestellt.
utter-order-cancelled = Deine Bestellung { $order_number } wurde am { $cancelled_on } storniert. Es wird nichts abgebucht; falls das schon geschehen ist, erhältst du { $refund } innerhalb von 5 bis 7 Werktagen zurück.
utter-order-returned = Deine Bestellung { $order_number } wurde zurückgesendet (Retourennummer { $return_number }). Die Erstattung von { $refund } dauert 5 bis 7 Werktage, sobald das Paket wieder bei uns ist.
utter-ask-return-reason = Warum möchtest du den Artikel zurücksenden? Wähl einen Grund aus oder beschreib ihn mit eigenen Worten.
utter-ask-return-confirmation =
    Ich fasse zusammen: Du möchtest die Bestellung { $order_number } ({ $more_items ->
        [0] { $first_item }
        [one] { $first_item } und { $more_items } weiterer Artikel
       *[other] { $first_item } und { $more_items } weitere Artikel
    }) zurücksenden. Grund: { $reason ->
        [damaged] beschädigt angekommen
        [wrong_item] falscher Artikel geliefert
        [not_as_described] entspricht nicht der Beschreibung
        [changed_mind] gefällt doch nicht
       *[other] ein anderer Grund
    }. Du erhältst { $refund } zurück. Soll ich die Rücksendung anmelden?
utter-return-created = Erledigt! Deine Rücksendung { $return_number } zur Bestellung { $order_number } ist angemeldet, und das Rücksendeetikett ist per E-Mail zu dir unterwegs. Du erhältst { $refund } innerhalb von 5 bis 7 Werktagen zurück, nachdem das Paket angekommen ist.
utter-return-exists = Zur Bestellung { $order_number } gibt es bereits eine Rücksendung: Sie hat die Nummer { $return_number }. Das Rücksendeetikett findest du in deinem E-Mail-Postfach.
utter-return-not-delivered =
    Die Bestellung { $order_number } wurde noch nicht zugestellt, deshalb kann ich noch keine Rücksendung anmelden. Sobald sie angekommen ist, hast du { $days ->
        [one] { $days } Tag
       *[other] { $days } Tage
    } Zeit, sie zurückzusenden.
utter-return-too-late =
    Die Bestellung { $order_number } wurde am { $delivered_on } zugestellt. Unsere Rückgabefrist von { $days ->
        [one] { $days } Tag
       *[other] { $days } Tagen
    } ist abgelaufen, deshalb kann ich keine Rücksendung mehr anmelden. Wenn du möchtest, sieht sich jemand aus unserem Team das an.
utter-ask-variant = Welche Farbe oder Größe möchtest du statt { $item }? Auf Lager sind: { $options }.
utter-ask-variant-again = Diese Ausführung habe ich nicht. Für { $item } sind auf Lager: { $options }. Welche möchtest du?
utter-ask-exchange-confirmation = Ich fasse zusammen: In der Bestellung { $order_number } möchtest du { $item } gegen { $wanted } tauschen. Wir reservieren den neuen Artikel 14 Tage lang und versenden ihn, sobald der alte auf dem Rückweg ist. Soll ich den Umtausch anmelden?
utter-exchange-created = Erledigt! Dein Umtausch { $exchange_number } zur Bestellung { $order_number } ist angemeldet: { $item } in { $wanted } ist für dich reserviert, und das Rücksendeetikett für den alten Artikel ist per E-Mail zu dir unterwegs.
utter-exchange-exists = Für diesen Artikel der Bestellung { $order_number } gibt es bereits einen Umtausch: Er hat die Nummer { $exchange_number }. Das Rücksendeetikett findest du in deinem E-Mail-Postfach.
utter-exchange-no-variant = Leider ist { $item } in keiner anderen Farbe oder Größe auf Lager, deshalb kann ich den Artikel nicht umtauschen. Du kannst ihn gegen Erstattung zurücksenden oder mit unserem Team sprechen.
utter-exchange-not-delivered =
    Die Bestellung { $order_number } wurde noch nicht zugestellt, deshalb kann ich noch keinen Umtausch anmelden. Sobald sie angekommen ist, hast du { $days ->
        [one] { $days } Tag
       *[other] { $days } Tage
    } Zeit, einen Artikel umzutauschen.
utter-exchange-too-late =
    Die Bestellung { $order_number } wurde am { $delivered_on } zugestellt. Unsere Umtauschfrist von { $days ->
        [one] { $days } Tag
       *[other] { $days } Tagen
    } ist abgelaufen, deshalb kann ich keinen Umtausch mehr anmelden. Wenn du möchtest, sieht sich jemand aus unserem Team das an.
utter-ask-cancellation-confirmation =
    Ich fasse zusammen: Du möchtest die Bestellung { $order_number } ({ $more_items ->
        [0] { $first_item }
        [one] { $first_item } und { $more_items } weiterer Artikel
       *[other] { $first_item } und { $more_items } weitere Artikel
    }) stornieren. Du erhältst { $refund } zurück. Eine Stornierung lässt sich nicht rückgängig machen. Soll ich die Bestellung stornieren?
utter-order-was-cancelled =
    Erledigt! Die Bestellung { $order_number } ist storniert. Du erhältst { $refund } innerhalb von { $days ->
        [one] { $days } Werktag
       *[other] { $days } Werktagen
    } zurück.
utter-cancellation-shipped = Es tut mir leid, die Bestellung { $order_number } ist bereits beim Versanddienst, deshalb kann ich sie nicht mehr stornieren. Du kannst die Annahme verweigern oder das Paket innerhalb von 30 Tagen zurücksenden. Unser Team hilft dir gern dabei.
utter-cancellation-delivered = Die Bestellung { $order_number } wurde bereits zugestellt und lässt sich nicht mehr stornieren. Du kannst sie zurücksenden: Sag es mir einfach, dann melde ich die Rücksendung an.
utter-ask-street = Wie lautet die neue Adresse? Bitte nenn mir Straße und Hausnummer, Postleitzahl und Ort.
utter-ask-street-again = Darin konnte ich keine Straße erkennen. Bitte schreib sie mit Hausnummer, zum Beispiel Lindenweg 4, 50667 Köln.
utter-address-shipped = Es tut mir leid, die Bestellung { $order_number } ist bereits beim Versanddienst, deshalb kann ich die Adresse nicht mehr ändern. Beim Versanddienst ist das über den Link in deiner Versandmail noch möglich, oder jemand aus unserem Team sieht es sich an.
utter-refund-awaiting-parcel = Deine Erstattung von { $refund } für die Bestellung { $order_number } wartet noch auf dein Paket. Wir zahlen sie 5 bis 7 Werktage nach dem Eintreffen in unserem Lager aus.
utter-refund-processing = Deine Erstattung von { $refund } für die Bestellung { $order_number } wird gerade bearbeitet. Sie sollte bis zum { $due_on } bei dir sein.
utter-refund-paid = Deine Erstattung von { $refund } für die Bestellung { $order_number } wurde am { $paid_on } über das Zahlungsmittel der Bestellung ausgezahlt. Bei deiner Bank kann es noch 2 Werktage dauern, bis sie sichtbar ist.
utter-ask-problem-kind = Das tut mir leid. Was stimmt nicht? Wähl etwas aus oder beschreib es mit eigenen Worten.
utter-ask-claim-confirmation =
    Ich fasse zusammen: Du möchtest die Bestellung { $order_number }{ $item ->
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
    Erledigt! Deine Reklamation { $claim_number } zur Bestellung { $order_number } ist eröffnet. { $kind ->
        [not_arrived] Wir fordern beim Versanddienst einen Zustellnachweis an
        [incomplete] Was fehlt, senden wir dir kostenlos nach
       *[other] Unser Team sieht sich das an und schlägt dir eine Lösung vor
    }, und du hörst innerhalb von { $days ->
        [one] { $days } Werktag
       *[other] { $days } Werktagen
    } von uns.{ $kind ->
        [damaged] {" "}Bitte heb die Verpackung auf und sende uns möglichst Fotos per E-Mail.
       *[other] {""}
    }
utter-problem-not-due = Die Bestellung { $order_number } ist noch nicht verspätet: Sie sollte bis zum { $eta } ankommen. Wenn sie bis dahin nicht da ist, sag mir Bescheid, dann eröffne ich eine Reklamation.
utter-invoice-not-shipped = Die Rechnung zur Bestellung { $order_number } wird beim Versand erstellt. Du erhältst sie dann per E-Mail.
utter-ask-account-email = Gern. Mit welcher E-Mail-Adresse ist dein Konto angelegt?
utter-reset-sent = Wenn es zu dieser Adresse ein Konto gibt, ist eine E-Mail mit einem Link für ein neues Passwort unterwegs. Der Link ist eine Stunde lang gültig. Bitte sieh auch im Spam-Ordner nach.
utter-reset-limit = In dieser Unterhaltung kann ich keine weiteren Links senden. Bitte sieh in deinem Posteingang und im Spam-Ordner nach, oder sprich mit unserem Team.
utter-did-you-mean = Ich bin nicht sicher, ob ich dich richtig verstanden habe. Meintest du etwas davon?
