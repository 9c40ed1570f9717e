# What the console says to operators, in German. See about.yml.

## The console as a whole

console-app = Parley
console-inbox = Posteingang
console-language-of-console = Sprache der Konsole
console-account-of = Ihr Konto, { $name }

## Signing in

console-sign-in-title = Bei Parley anmelden
console-sign-in-lead = Unterhaltungen lesen, nachvollziehen, warum der Assistent so geantwortet hat, und übernehmen.
console-email = E-Mail
console-password = Passwort
console-sign-in = Anmelden
console-signing-in = Anmeldung läuft…
console-sign-in-wrong = Die E-Mail-Adresse oder das Passwort ist falsch.
console-sign-in-throttled =
    Zu viele Versuche. Warten Sie { $seconds ->
        [one] { $seconds } Sekunde
       *[other] { $seconds } Sekunden
    } und versuchen Sie es dann noch einmal.
console-sign-out = Abmelden

## The inbox

console-search = Namen und Nachrichten suchen
console-filters = Status der Unterhaltungen
console-filter-all = Alle
console-filter-open = Offen
console-filter-bot = Bot
console-filter-resolved = Gelöst
console-status-bot = Beim Bot
console-status-open = Offen
console-status-snoozed = Zurückgestellt
console-status-resolved = Gelöst
console-waiting = Wartet seit { $time }
console-unread = Ungelesen
console-visitor = Besucher { $id }
console-no-text = Noch keine Nachricht
console-list-loading = Unterhaltungen werden geladen…
console-list-error = Die Unterhaltungen konnten nicht geladen werden.
console-list-empty = Noch keine Unterhaltungen
console-list-empty-hint = Sie erscheinen hier, sobald jemand im Widget schreibt.
console-list-none = Keine Treffer
console-list-none-hint = Wählen Sie einen anderen Status oder suchen Sie nach etwas anderem.
console-more = Mehr laden
console-try-again = Erneut versuchen

## The transcript

console-back-to-list = Zurück zum Posteingang
console-transcript = Verlauf
console-choose = Wählen Sie eine Unterhaltung
console-choose-hint = Mit j und k bewegen Sie sich durch den Posteingang, mit der Eingabetaste öffnen Sie, ? zeigt alle Tastenkürzel.
console-transcript-loading = Der Verlauf wird geladen…
console-transcript-error = Der Verlauf konnte nicht geladen werden.
console-transcript-missing = Diese Unterhaltung gibt es nicht.
console-bot = Assistent
console-bot-badge = Bot
console-customer = Kunde
console-team = Support-Team
console-you = Sie
console-note = Interne Notiz
console-why = Warum diese Antwort
console-sources = Quellen
console-typing-bot = Der Assistent schreibt
console-sending = Wird gesendet…
console-not-sent = Nicht gesendet: { $reason }
console-discard = Löschen
console-jump = Neue Nachrichten

## What an operator does

console-take-over = Übernehmen
console-hand-back = An den Bot zurückgeben
console-resolve = Als gelöst markieren
console-reopen = Wieder öffnen
console-details = Details
console-held-by-you = Sie führen diese Unterhaltung
console-held-by = { $name } führt diese Unterhaltung
console-with-bot = Der Bot antwortet
console-waits = Wartet auf jemanden aus dem Team
console-tab-reply = Antwort
console-tab-note = Interne Notiz
console-write-reply = Schreiben Sie an den Kunden. Eingabe sendet, Umschalt+Eingabe beginnt eine neue Zeile.
console-write-takes-over = Schreiben Sie an den Kunden. Mit dem Senden übernehmen Sie die Unterhaltung.
console-write-held = { $name } führt diese Unterhaltung. Sie können eine interne Notiz hinterlassen.
console-write-note = Das sieht nur Ihr Team.
console-send = Senden
console-add-note = Notiz hinzufügen
console-draft-reply = Antwort entwerfen
console-drafting = Die Dokumente werden durchsucht…
console-draft-failed = Kein Entwurf: { $reason }
console-draft-quoted = Sätze aus Ihren Dokumenten. Bitte vor dem Senden lesen:
console-draft-written = Vom Modell geschrieben und an Ihren Dokumenten geprüft. Bitte vor dem Senden lesen:
console-draft-earlier = Zu dem, was vorher gefragt wurde: „{ $question }“
console-draft-nothing = Die Dokumente beantworten das nicht. Am nächsten liegen:

## The details of a conversation

console-close-details = Details schließen
console-contact = Kontakt
console-name = Name
console-verified = Verifiziert
console-not-verified = Nicht verifiziert
console-unknown = Unbekannt
console-conversation = Unterhaltung
console-status = Status
console-assignee = Zuständig
console-nobody = Niemand
console-channel = Kanal
console-language = Sprache
console-identifier = Nummer
console-copy-link = Link kopieren
console-copied = Kopiert

## Why this answer

console-trace = Warum diese Antwort
console-trace-hint = Wählen Sie „Warum diese Antwort“ unter einer Nachricht des Bots: Absicht, Quellen, Entscheidungen und Zeiten erscheinen dann hier.
console-trace-loading = Die Begründung ist unterwegs…
console-outcome = Ergebnis
console-outcome-answered = Beantwortet
console-outcome-held = Der Bot hielt sich zurück: Jemand aus dem Team führt die Unterhaltung
console-outcome-dropped = Verworfen: Etwas Neueres kam dazwischen
console-outcome-handed-off = An einen Menschen übergeben
console-outcome-failed = Fehlgeschlagen
console-route = Weg
console-route-script = Vorgegebener Ablauf
console-route-knowledge = Antwort aus den Dokumenten
console-route-handoff = Übergabe an einen Menschen
console-intent = Absicht
console-intent-none = Es wurde keine Absicht erkannt.
console-policy = Policy
console-reason = Grund
console-entities = In der Nachricht gefunden
console-slots = Gemerkt
console-actions = Aktionen
console-passages = Textstellen
console-expected-questions = Erwartete Fragen
console-score = Wert { $value }
console-cosine = Bedeutung { $value }
console-text-rank = Wortlaut Rang { $value }
console-found-by-expected = gefunden über die erwartete Frage „{ $question }“
console-decisions = Entscheidungen
console-timings = Zeiten
console-timing-queue = Warteschlange
console-timing-translate = Übersetzung
console-timing-dialogue = Dialog
console-timing-retrieve = Suche
console-timing-generate = Formulierung
console-timing-other = Übriges
console-timing-total = Gesamt
console-first-token = erstes Token nach { $time }
console-step = Schritt
console-duration = Dauer
console-model = Modell
console-tokens =
    { $prompt ->
        [one] { $prompt } Token
       *[other] { $prompt } Tokens
    } gelesen, { $completion } geschrieben
console-degraded =
    Beantwortet ohne { $part ->
        [model] das Sprachmodell
        [answers] die Dokumente
       *[other] { $part }
    }: gerade nicht erreichbar
console-raw = Die vollständige Aufzeichnung

## What happened to a conversation

console-sys-status-open = An das Team übergeben
console-sys-status-bot = Wieder beim Bot
console-sys-status-resolved = Gelöst
console-sys-status-snoozed = Zurückgestellt
console-sys-by = { $what } von { $name }
console-sys-assigned = { $name } hat übernommen
console-sys-unassigned = Niemand ist mehr zuständig
console-sys-handback = An den Bot zurückgegeben: Sein Gedächtnis beginnt hier
console-sys-locale = Sprache: { $locale }
console-sys-delivery = Konnte nicht zugestellt werden

## The connection

console-live-connecting = Verbindung wird aufgebaut…
console-live-on = Live
console-live-lost = Die Verbindung wurde unterbrochen. Was Sie sehen, ist vielleicht veraltet. Neuer Versuch…
console-platform-degraded = Redis ist nicht erreichbar: Gespeichertes geht nicht verloren, aber Live-Aktualisierung und Antworten warten.
console-expired = Sie wurden abgemeldet. Bitte melden Sie sich erneut an.
console-failed = Das hat nicht geklappt: { $reason }
console-unreachable = Die Plattform ist nicht erreichbar

## Keyboard

console-shortcuts = Tastenkürzel
console-shortcuts-on = Tastenkürzel mit einzelnen Buchstaben verwenden
console-close = Schließen
console-key-next = Nächste Unterhaltung
console-key-previous = Vorherige Unterhaltung
console-key-open = Unterhaltung öffnen
console-key-search = Suchen
console-key-take-over = Übernehmen
console-key-reply = Antwort schreiben
console-key-note = Interne Notiz schreiben
console-key-hand-back = An den Bot zurückgeben
console-key-resolve = Als gelöst markieren oder wieder öffnen
console-key-details = Details ein- oder ausblenden
console-key-help = Diese Liste
console-key-escape = Feld verlassen, Offenes schließen
console-key-inbox = Zum Posteingang
console-key-knowledge = Zum Wissen

## Knowledge

console-views = Bereiche der Konsole
console-knowledge = Wissen
console-sources-of-knowledge = Quellen
console-knowledge-loading = Quellen werden geladen…
console-knowledge-error = Die Quellen konnten nicht geladen werden.
console-knowledge-empty = Noch keine Dokumente
console-knowledge-empty-hint = Was der Assistent sagen darf, steht in Ihren Dokumenten. Fügen Sie die ersten hinzu.
console-add = Hinzufügen
console-add-documents = Dokumente hinzufügen
console-drop-here = Dateien hier ablegen
console-choose-files = Dateien auswählen
console-formats = { $formats }; jeweils bis zu { $most } MB. CSV: eine Spalte „question“, eine Spalte „answer“.
console-uploads = Dateien, die gerade hochgeladen werden
console-uploading = { $name } wird hochgeladen
console-dismiss = { $name } ausblenden
console-address = Adresse einer Seite, einer Sitemap oder einer Liste von Seiten
console-shown-in = Verfügbar in
console-every-inbox = Jedem Posteingang
console-some-inboxes = Nur diesen
console-shown-in-some = Einige Posteingänge
console-shown-in-none = Kein Posteingang
console-try-question = Frage ausprobieren
console-try-question-hint = Sehen Sie, welche Textstellen der Assistent finden würde und wie gut sie passen.
console-ask-knowledge = Eine Frage
console-ask-knowledge-example = Wie lange dauert der Versand?
console-ask-in-inbox = Gefragt in
console-find = Suchen
console-finding = Suche läuft…
console-found-nothing = Kein Dokument sagt etwas dazu. Der Assistent würde das sagen und einen Menschen anbieten.
console-found-for = Gefunden für „{ $question }“, die besten zuerst
console-page = Seite { $page }
console-counts = Dokumente: { $documents } · Textstellen: { $passages }
console-source-new = Noch nicht eingelesen
console-source-queued = Wartet
console-source-running = Wird eingelesen
console-source-done = Bereit
console-source-failed = Fehlgeschlagen
console-source-unreadable = Nicht lesbar
console-source-interrupted = Unterbrochen
console-source-interrupted-hint = Das Einlesen wurde unterbrochen. Was eingelesen wurde, bleibt; lesen Sie die Quelle neu ein, um fortzufahren.
console-source-missing = Diese Quelle gibt es nicht mehr.
console-reading-of = { $done } von { $total } eingelesen
console-documents-failed = { $count } fehlerhaft
console-back-to-sources = Zurück zu den Quellen
console-ingest-again = Neu einlesen
console-remove = Entfernen
console-remove-source = Diese Quelle entfernen?
console-remove-hint =
    { $documents ->
        [0] „{ $id }“ wird sofort zurückgezogen: Der Assistent zitiert nicht mehr daraus.
        [one] „{ $id }“ und { $documents } Dokument werden sofort zurückgezogen: Der Assistent zitiert nicht mehr daraus.
       *[other] „{ $id }“ und alle { $documents } Dokumente werden sofort zurückgezogen: Der Assistent zitiert nicht mehr daraus.
    }
console-keep = Behalten
console-documents = Dokumente
console-languages = Sprachen
console-last-ingested = Zuletzt eingelesen
console-last-time = Was sich dabei änderte
console-nothing-yet = Noch nichts
console-never = Nie
console-just-now = Gerade eben
console-report-added = { $count } neu
console-report-replaced = { $count } geändert
console-report-unchanged = { $count } unverändert
console-report-withdrawn = { $count } zurückgezogen
console-report-failed = { $count } fehlgeschlagen
console-filter-documents = Dokumente filtern
console-documents-loading = Dokumente werden geladen…
console-documents-error = Die Dokumente konnten nicht geladen werden.
console-documents-none = Noch konnte kein Dokument gelesen werden.
console-passages-count =
    { $count ->
        [one] { $count } Textstelle
       *[other] { $count } Textstellen
    }
console-old-version = Alte Fassung in Gebrauch

## Times

console-today = Heute
console-yesterday = Gestern
console-now = jetzt

## Translation

console-translations = Übersetzungen
console-translation-into = Übersetzen in
console-translation-status = Status der Segmente
console-translation-search = Segmente suchen
console-translation-memory = Übersetzungsspeicher
console-translation-approve = Freigeben
console-translation-of = Übersetzung von: { $text }
console-translation-effect = Vorher: { $before } Jetzt: { $after }
console-translation-import = Importieren
console-translation-export = { $format } exportieren
console-translation-try = Eine Übersetzung ausprobieren
console-translation-try-hint = Sehen Sie, was ein Kunde lesen würde und woher es kommt.
console-translation-try-it = Übersetzen
console-translation-term = Wort
console-translation-term-ours = Unsere Übersetzung (leer: nie übersetzt)
console-translation-add-term = Hinzufügen
console-translation-glossary = Glossar
console-translation-glossary-hint = Wörter, die immer auf Ihre Weise oder nie übersetzt werden.
console-translation-never = nie übersetzt
console-translation-engines = Übersetzungssysteme
console-translation-no-engine = Kein Übersetzungssystem vorhanden: Texte, die im Katalog und im Speicher fehlen, bleiben, wie sie sind.
console-translation-preview = Das wird der Kunde lesen
console-translation-failed = Die Übersetzung ist nicht gelungen.
console-translated-from = Übersetzt aus: { $language }
console-translated-unsure = Übersetzt aus: { $language }, unsicher
console-show-original = Original, Sprache: { $language }
console-send-anyway = Trotzdem senden
console-translation-human = von einem Menschen
console-translation-from-memory = aus dem Speicher
console-translation-machine = maschinell
console-translation-machine-unsure = maschinell, unsicher
console-translation-untranslated = nicht übersetzt

## Inboxes

console-inboxes = Posteingänge
console-new-inbox = Neuer Posteingang
console-inbox-id = Kennung in Adressen
console-make-inbox = Verbinden
console-more-settings = Weitere Einstellungen
console-secret-kept = Leer lassen, um das Gespeicherte zu behalten
console-save = Speichern
console-check-inbox = Prüfen
console-remove-inbox = Posteingang entfernen
console-remove-inbox-hint = { $name } entfernen? Es kommt nichts mehr herein und geht nichts mehr hinaus, und die Zugangsdaten werden vergessen. Unterhaltungen bleiben lesbar.
console-inbox-checking = Der Anbieter wird gefragt …
console-shown-once = Jetzt kopieren: Es wird nicht noch einmal angezeigt
console-findings = Ergebnis der Prüfung
console-next-steps = Was noch zu tun ist
console-api-keys = API-Schlüssel
console-key-name = Wer den Schlüssel benutzt
console-make-key = Schlüssel erstellen
console-revoke-key = Widerrufen

## Files and cards of a message

console-attach = Dateien anhängen
console-attached = Angehängte Dateien
console-remove-file = { $name } entfernen
console-file-too-large = Zu groß: höchstens { $size }
console-file-too-many = Zu viele: höchstens { $count } Dateien
console-file-type = Diese Art von Datei kann nicht gesendet werden
console-file-failed = Nicht gesendet. Bitte entfernen und noch einmal versuchen.
console-cards =
    { $count ->
        [one] { $count } Karte
       *[other] { $count } Karten
    }

## What the bot leaves for the team, in the reader's language

console-note-handoff =
    Der Bot hat übergeben: { $reason ->
        [requested] Es wurde nach einem Menschen gefragt
        [asked_twice] Dieselbe Frage kam zweimal
        [not_understood] Der Bot hat mehrmals nicht verstanden
        [anger] Die Person ist verärgert
        [complaint] Es ist eine Beschwerde
        [legal] Es geht um eine rechtliche Angelegenheit
        [safety] Jemand oder etwas könnte in Gefahr sein
        [delivery_problem] Ein Lieferproblem, das sich ein Mensch ansehen sollte
        [too_many_tries] Auch nach mehreren Versuchen fehlte die nötige Angabe
        [dialogue_failed] Die Dialogsteuerung ist ausgefallen
        [turn_failed] Die Antwort ist mehrmals gescheitert
        [answer_refused] Was das Modell schrieb, steht nicht in den Dokumenten
       *[other] { $reason }
    }.
console-note-summary = Vom Modell geschrieben: { $summary }
console-note-customer-said = Letzte Nachrichten der Kundin oder des Kunden:
console-note-bot-tried = Der Bot hat versucht: { $tried }
console-note-bot-knows = Bisher bekannt: { $known }
