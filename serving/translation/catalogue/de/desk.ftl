# What the console says in its pages, its filter and its reviews.

## Pages

console-reviews = Bewertungen der Antworten
console-analytics = Auswertung
console-audit = Prüfprotokoll
console-account = Ihr Konto
console-page-loading = Wird geladen…
console-key-reviews = Zu den Bewertungen
console-key-analytics = Zur Auswertung
console-key-filter = Posteingang filtern
console-key-more = Zuweisen, zurückstellen, drucken

## The filter

console-filter = Filtern
console-filter-snoozed = Zurückgestellt
console-clear-filter = Zurücksetzen
console-any = Beliebig
console-filter-inbox = Eingang
console-filter-below = Sicherheit
console-below-percent = unter { $percent } %
console-assignee-me = Ich
console-rating = Kundenurteil
console-rating-at-most = höchstens { $stars }
console-stars = Urteil { $stars }/5
console-reviewed = Geprüft
console-reviewed-yes = Geprüft
console-reviewed-no = Noch nicht
console-reviewed-right = Richtig
console-reviewed-wrong = Falsch
console-handoff-reason = Grund der Übergabe
console-since = Von
console-until = Bis
console-saved-views = Gespeicherte Ansichten
console-view-name = Name dieser Ansicht
console-view-shared = Für das ganze Team
console-view-shared-tag = Für alle
console-save-view = Ansicht speichern
console-remove-view = Ansicht { $name } entfernen
console-export-csv = CSV exportieren
console-export-jsonl = JSON-Zeilen exportieren
console-print = Drucken

## Working a conversation

console-more-actions = Weitere Aktionen
console-assign-to = Zuweisen an
console-assign = Zuweisen
console-snooze-until = Zurückstellen
console-snooze-hour = Eine Stunde
console-snooze-tomorrow = Bis morgen, 9:00
console-snooze-week = Eine Woche
console-snooze-at = Bis zu einer eigenen Zeit
console-conversation-language = Sprache des Gesprächs
console-language-automatic = Automatisch
console-language-automatic-now = Automatisch: { $language }
console-locale-why-operator = vom Team gewählt
console-locale-why-customer = von der Kundin oder dem Kunden gewählt
console-locale-why-switched = im Gespräch gewechselt
console-locale-why-conversation = wieder automatisch bestimmt
console-load-earlier = Frühere Nachrichten
console-sending-soon = Geht gleich hinaus
console-undo = Rückgängig
console-sys-rating = Urteil des Kunden: { $stars }/5 { $remark }
console-canned-replies = Textbausteine
console-canned-hint = Geben Sie in einer Antwort / ein, um einen einzufügen. Die Sprache des Kunden kommt zuerst.
console-canned-empty = Noch keine Textbausteine.
console-shortcut = Kürzel
console-reply-text = Wortlaut
console-keep-reply = Baustein speichern
console-remove-reply = /{ $shortcut } entfernen

## Reviewing

console-review = Prüfung
console-mark-right = Diese Antwort war richtig
console-mark-wrong = Diese Antwort war falsch
console-take-back = Prüfung zurücknehmen
console-right-intent = Die richtige Absicht
console-intent-unknown = Offen lassen
console-right-route = Der richtige Weg
console-right-route-hint = Tests stellen die Frage als erste Nachricht einer Unterhaltung.
console-all-intents = Alle Absichten
console-example-text = Was der Kunde schrieb
console-use-for-training = Beim nächsten Training daraus lernen
console-use-as-test = Als Regressionstest behalten
console-right-answer = Die richtige Antwort
console-right-answer-hint = Wird ein Frage-Antwort-Paar, das der Assistent zitiert.
console-save-review = Prüfung speichern
console-review-saved = Gespeichert.
console-review-corrected = { $given } → { $intent }
console-after-right = Seit dem letzten Training richtig ({ $confidence })
console-after-wrong = Nach dem letzten Training: { $intent } ({ $confidence })
console-still-wrong = Nach Training falsch
console-now-right = Nach Training richtig
console-figure-reviews = Prüfungen
console-figure-examples = Trainingsbeispiele
console-figure-tests = Regressionstests
console-figure-pairs = Frage-Antwort-Paare
console-last-training = Das letzte Training
console-training-how = Korrekturen wirken mit
console-training-fixed = Korrigierte Nachrichten, die jetzt richtig sind: { $fixed } von { $corrected }
console-training-broken = Bestätigte Nachrichten, die jetzt falsch sind: { $broken }
console-training-changed = Andere neuere Nachrichten, die anders verstanden werden: { $changed } von { $compared }
console-training-tests = Fehlgeschlagene Regressionstests: { $failed } von { $tests }
console-changed-messages = Anders verstandene Nachrichten
console-failed-tests = Fehlgeschlagene Tests
console-older-trainings = Frühere Trainings
console-corrected-now-right = Korrigiert, jetzt richtig
console-message = Nachricht
console-before = Vorher
console-after = Jetzt
console-confidence = Sicherheit
console-wanted = Erwartet
console-when = Wann
console-understood-as = Verstanden als
console-should-be = Sollte sein
console-after-training = Nach dem Training
console-not-trained-yet = Noch nicht
console-used-for = Dient als
console-trains-tag = Beispiel
console-tests-tag = Testfall
console-by = Von wem
console-reviews-empty = Noch keine Antwort wurde geprüft. Öffnen Sie eine Unterhaltung und markieren Sie eine Antwort als richtig oder falsch.
console-pairs = Frage-Antwort-Paare
console-pairs-hint = Freigegebene Antworten. Der Assistent zitiert sie wie Dokumente, kurz nachdem sie gespeichert sind.
console-pairs-empty = Noch keine Paare.
console-question = Frage
console-answer = Antwort
console-add-pair = Paar hinzufügen
console-remove-pair = Paar „{ $question }“ entfernen

## Accounts

console-role = Rolle
console-role-viewer = Lesend
console-role-agent = Sachbearbeitung
console-role-admin = Verwaltung
console-role-of = Rolle von { $name }
console-single-sign-on = Zentrale Anmeldung
console-account-disabled = Gesperrt
console-account-disable = Sperren
console-account-enable = Freigeben
console-account-sign-out = Überall abmelden
console-actions-column = Aktionen
console-invitations = Einladungen
console-invitations-empty = Keine offenen Einladungen.
console-invite = Einladen
console-invite-hint = Sie erhalten einen Link zum Weitergeben. Er gilt einmal, sieben Tage lang.
console-invitation-link = Der Link, nur jetzt zu sehen:
console-withdraw = Zurückziehen
console-expires = Gültig bis
console-copy = Kopieren
console-invitation-title = Willkommen bei Parley
console-invitation-lead = Sie sind als { $email } ({ $role }) eingeladen. Wählen Sie ein Passwort.
console-invitation-loading = Einladung wird geprüft…
console-invitation-over = Diese Einladung wurde benutzt, zurückgezogen oder ist abgelaufen. Bitten Sie um eine neue.
console-accept-invitation = Konto anlegen
console-sign-in-with = Mit { $name } anmelden
console-provider-away = Der Anmeldedienst antwortet nicht. Versuchen Sie es noch einmal oder nehmen Sie Ihr Passwort.
console-provider-refused = Hier gibt es kein Konto für Sie. Bitten Sie die Verwaltung um eine Einladung.
console-old-password = Altes Passwort
console-new-password = Neues Passwort
console-change-password = Passwort ändern
console-password-hint = Mindestens 10 Zeichen.
console-password-changed = Geändert. Ihre anderen Sitzungen sind beendet.
console-sessions = Angemeldete Browser
console-browser = Programm
console-network-address = Adresse
console-signed-in-since = Seit
console-this-browser = Dieser hier
console-end-session = Abmelden
console-end-others = Alle anderen abmelden
console-api-tokens = API-Schlüssel
console-tokens-hint = Ein Programm mit einem Schlüssel handelt in Ihrem Namen, so weit seine Rechte reichen.
console-tokens-empty = Noch keine Schlüssel.
console-token-name = Wofür er ist
console-token-made = Der Schlüssel, nur jetzt zu sehen:
console-make-token = Schlüssel anlegen
console-revoke = Widerrufen
console-scopes = Rechte
console-scope-read = Lesen
console-scope-write = Ändern
console-scope-export = Exportieren
console-scope-admin = Verwalten
console-last-used = Zuletzt benutzt
console-days-count = { $days } Tage
console-audit-empty = Für diesen Filter ist nichts vermerkt.
console-action-column = Aktion
console-subject = Woran
console-by-token = per Schlüssel

## Analytics

console-analytics-resolution = Wie Unterhaltungen enden
console-confirmed = Gelöst, bestätigt
console-assumed = Gelöst, angenommen
console-reopened = Wieder geöffnet
console-unresolved = Nicht gelöst
console-resolution-hint = Bestätigt: Der Kunde sagte es oder das Team schloss sie. Angenommen: Der Bot half mit mehr als Höflichkeiten und ein Tag ist vergangen. Ein Gruß zählt nicht.
console-analytics-handoffs = An Menschen übergeben
console-handoff-rate = { $share } von { $total } Unterhaltungen
console-analytics-response = Erste Antwort eines Menschen
console-median = Mittelwert (Median)
console-p95 = 95 % binnen
console-analytics-ratings = Kundenurteile
console-analytics-languages = Sprachen
console-analytics-turns = Züge des Bots
console-latency = Antwortzeit
console-first-word = Erstes Wort
console-tokens-read = Gelesene Tokens je Zug
console-tokens-written = Geschriebene Tokens je Zug
console-analytics-volume = Unterhaltungen je Tag
console-analytics-gaps = Fragen ohne Antwort
console-gaps-hint = Ähnliche Fragen stehen beisammen. Schreiben Sie die Antwort einmal, und der Assistent zitiert sie.
console-gaps-empty = Jede Frage hatte eine Antwort.
console-times-asked = Gestellt
console-write-answer = Antwort schreiben
console-as-table = Als Tabelle
console-count-column = Anzahl
console-day-column = Tag
console-what-column = Was
console-value-column = Wert
console-no-data = Nichts in diesem Zeitraum.
console-unspecified = Nicht angegeben
console-handed =
    { $reason ->
        [requested] Wollte einen Menschen
        [asked_twice] Zweimal dasselbe gefragt
        [not_understood] Mehrmals nicht verstanden
        [anger] Verärgert
        [complaint] Beschwerde
        [legal] Rechtliche Angelegenheit
        [safety] Gefahr
        [delivery_problem] Lieferproblem
        [too_many_tries] Zu viele Versuche
        [dialogue_failed] Dialogsteuerung ausgefallen
        [turn_failed] Antwort gescheitert
        [answer_refused] Antwort des Modells abgelehnt
       *[other] { $reason }
    }

## How the widget looks

console-preview = Vorschau
console-preview-dark = Dunkel
console-preview-closed = Geschlossen
console-preview-question = Wie lange dauert die Lieferung?
console-preview-answer = Sie dauert 3 bis 5 Werktage.
console-preview-source = Lieferung
console-script-tag = Setzen Sie dies in Ihre Seiten, vor </body>
console-content-policy = Was eine strenge Content-Security-Policy erlauben muss
console-color-contrast =
    { $scheme ->
        [dark] Im dunklen Modus hebt sich die Farbe nur { $ratio } : 1 von der Seite ab. Um eine Schaltfläche zu sehen, braucht es 3 : 1.
       *[light] Im hellen Modus hebt sich die Farbe nur { $ratio } : 1 von der Seite ab. Um eine Schaltfläche zu sehen, braucht es 3 : 1.
    }
console-pick-color = Farbe wählen
console-field-title = Titel
console-field-greeting = Begrüßung
console-field-color = Farbe
console-field-position = Ecke
console-field-position-end = Am Ende der Zeile (rechts; im Arabischen links)
console-field-position-start = Am Anfang (links; im Arabischen rechts)
console-field-launcher = Schaltfläche
console-field-launcher-chat = Sprechblase
console-field-launcher-question = Fragezeichen
console-field-launcher-spark = Funke
console-field-allowed-origins = Websites, die es einbinden dürfen
console-field-identity-key = Schlüssel, der Identitäten signiert
console-field-identity-required = Nur für angemeldete Kundschaft
console-field-prechat = Fragen vor der ersten Nachricht
console-field-files = Dateien dürfen gesendet werden

## What customers read

console-wordings = Wortlaut
console-wordings-title = Was Kunden lesen
console-wordings-hint = Die Texte des Bots, des Widgets und der Hinweise. Was Sie schreiben, gilt sofort und in jedem Kanal; das Original bleibt und lässt sich zurückholen.
console-wordings-search = Texte durchsuchen
console-wordings-find = Suchen
console-wordings-language = Sprache
console-wordings-familiar = { $language }, vertraut
console-wordings-show = Welche Texte
console-wordings-changed = Geänderte
console-wordings-found =
    { $found ->
        [one] { $found } Text gefunden
       *[other] { $found } Texte gefunden
    } · { $changed } in dieser Sprache geändert
console-wordings-before = Vorige Texte
console-wordings-after = Weitere Texte
console-wordings-edit = Bearbeiten
console-wordings-is-changed = Geändert
console-wordings-text = Der Text { $name }
console-wordings-unfit = Stattdessen gilt das Original: { $reason }
console-wordings-variables = Behalten Sie diese bei, sie werden ausgefüllt:
console-wordings-look = Zeigen, was Kunden lesen
console-wordings-read = Kunden lesen, mit Beispielen für das, was ausgefüllt wird:
console-wordings-original = Das Original:
console-wordings-back = Zurück zum Original

## Personal data

console-retention = Personenbezogene Daten
console-retention-title = Wie lange Unterhaltungen aufbewahrt werden
console-retention-forever = Im Allgemeinen wird alles für immer aufbewahrt.
console-retention-now =
    { $days ->
        [one] Eine Unterhaltung wird gelöscht, wenn ihre letzte Nachricht { $days } Tag alt ist.
       *[other] Eine Unterhaltung wird gelöscht, wenn ihre letzte Nachricht { $days } Tage alt ist.
    }
console-retention-hint = Unterhaltungen, die auf einen Menschen warten oder die jemand übernommen hat, werden nie gelöscht. Mit einer Unterhaltung verschwinden ihre Nachrichten, Dateien, Übersetzungen, Protokolle und Bewertungen und die Zahlen der Auswertung, in denen sie vorkommt.
console-retention-days = Tage nach der letzten Nachricht
console-retention-look = Zeigen, was gelöscht würde
console-retention-due =
    { $due ->
        [one] Jetzt würde { $due } Unterhaltung gelöscht.
       *[other] Jetzt würden { $due } Unterhaltungen gelöscht.
    }
console-retention-set = So aufbewahren und löschen
console-retention-set-only = So aufbewahren
console-retention-keep-all = Alles für immer aufbewahren
console-retention-inboxes = Je Posteingang
console-retention-inboxes-hint = Für einen Posteingang ohne eigene Frist gilt, was oben eingestellt ist.
console-retention-inboxes-none = Noch kein Posteingang.
console-retention-kept =
    { $days ->
        [one] { $days } Tag
       *[other] { $days } Tage
    }
console-retention-kept-forever = Für immer
console-retention-as-others = wie oben eingestellt
console-retention-removed = Entfernt
console-retention-change = Ändern
console-retention-choice = Unterhaltungen aufbewahren
console-retention-choice-general = Wie oben eingestellt ({ $kept })
console-retention-choice-days = Für eine Anzahl von Tagen
console-retention-choice-forever = Für immer
console-person-title = Daten einer Person
console-person-hint = Um einer Person zu geben, was über sie bekannt ist, oder um es zu löschen.
console-person-find = E-Mail-Adresse, Name oder Nummer der Person
console-person-look = Suchen
console-person-nobody = So ist niemand bekannt.
console-person-conversations = Unterhaltungen
console-person-since = Bekannt seit
console-person-export = Exportieren
console-person-erase = Löschen
console-person-confirm = Nichts davon lässt sich rückgängig machen. Zum Bestätigen geben Sie ein: { $called }
console-person-confirm-label = Bestätigung
console-person-erased = Gelöscht. Unterhaltungen: { $conversations }, Dateien: { $files }.

## What the log says was done (serving/console/auditing.py)

console-did-analytics-csv = Kennzahlen exportiert
console-did-audit-export = Protokoll exportiert
console-did-canned = Gespeicherte Antwort geändert
console-did-canned-remove = Gespeicherte Antwort entfernt
console-did-contacts-erase = Person gelöscht
console-did-contacts-export = Daten einer Person exportiert
console-did-conversations-assign = Unterhaltung zugewiesen
console-did-conversations-draft = Antwort entworfen
console-did-conversations-events-resend = Nachricht erneut gesendet
console-did-conversations-hand-back = An den Bot zurückgegeben
console-did-conversations-locale = Sprache einer Unterhaltung geändert
console-did-conversations-note = Notiz geschrieben
console-did-conversations-preview = Übersetzung angesehen
console-did-conversations-reopen = Unterhaltung wieder geöffnet
console-did-conversations-reply = Antwort gesendet
console-did-conversations-resolve = Unterhaltung gelöst
console-did-conversations-reviews = Antwort geprüft
console-did-conversations-reviews-withdraw = Prüfung zurückgenommen
console-did-conversations-snooze = Unterhaltung zurückgestellt
console-did-conversations-take-over = Unterhaltung übernommen
console-did-export = Unterhaltungen exportiert
console-did-inboxes = Posteingang angelegt oder geändert
console-did-inboxes-check = Posteingang geprüft
console-did-inboxes-keys = Schlüssel eines Posteingangs erstellt
console-did-inboxes-keys-revoke = Schlüssel eines Posteingangs widerrufen
console-did-inboxes-remove = Posteingang entfernt
console-did-invitation = Einladung geöffnet
console-did-invitation-accept = Einladung angenommen
console-did-knowledge-addresses = Webadresse hinzugefügt
console-did-knowledge-files = Dokument hinzugefügt
console-did-knowledge-inboxes = Posteingänge einer Quelle geändert
console-did-knowledge-ingest = Quelle neu eingelesen
console-did-knowledge-remove = Quelle entfernt
console-did-login = Angemeldet
console-did-login-failed = Anmeldung fehlgeschlagen
console-did-logout = Abgemeldet
console-did-me = Eigene Sprache geändert
console-did-me-password = Eigenes Passwort geändert
console-did-me-sessions-end = Eigene Sitzung beendet
console-did-me-sessions-others-end = Eigene andere Sitzungen beendet
console-did-me-tokens = API-Token erstellt
console-did-me-tokens-revoke = API-Token widerrufen
console-did-media = Datei hochgeladen
console-did-oidc-callback = Extern angemeldet
console-did-pairs = Geprüfte Antwort geändert
console-did-pairs-remove = Geprüfte Antwort entfernt
console-did-retention = Aufbewahrung geändert
console-did-retention-erase = Alte Unterhaltungen gelöscht
console-did-retention-inboxes = Aufbewahrung eines Posteingangs geändert
console-did-retention-inboxes-remove = Aufbewahrung eines Posteingangs zurückgesetzt
console-did-wordings = Wortlaut geändert
console-did-wordings-remove = Wortlaut zurückgesetzt
console-did-team-disable = Konto gesperrt
console-did-team-enable = Konto freigegeben
console-did-team-invitations = Teammitglied eingeladen
console-did-team-invitations-withdraw = Einladung zurückgezogen
console-did-team-role = Rolle geändert
console-did-team-sign-out = Konto überall abgemeldet
console-did-train = Bot trainiert
console-did-translation-export = Übersetzungen exportiert
console-did-translation-import = Übersetzungen importiert
console-did-translation-segments = Übersetzung geändert
console-did-translation-segments-remove = Übersetzung entfernt
console-did-translation-terms = Fachwort geändert
console-did-translation-terms-remove = Fachwort entfernt
console-did-translation-try = Übersetzung ausprobiert
console-did-views = Ansicht gespeichert
console-did-views-remove = Ansicht entfernt
