# What the platform itself says, in German, addressing the customer as "Sie". See about.yml.

notice-dialogue-away =
    Danke für Ihre Nachricht. Ich kann gerade nicht antworten, weil ein Teil unseres Systems ausgefallen ist.
    Ihre Nachricht ist gespeichert, und ich antworte, sobald alles wieder läuft.

notice-handoff =
    Ich übergebe an jemanden aus unserem Team.
    { $position ->
        [1] Sie sind als Nächstes an der Reihe. Unser Team sieht diese Unterhaltung, Sie müssen also nichts wiederholen.
       *[other] Sie sind auf Platz { $position } der Warteschlange. Unser Team sieht diese Unterhaltung, Sie müssen also nichts wiederholen.
    }

notice-no-answer =
    Ich habe in unseren Hilfeartikeln nachgesehen und nichts gefunden, was Ihre Frage beantwortet. Raten möchte ich nicht.
    Möchten Sie mit jemandem aus unserem Team sprechen?
# Within a flow, whose question follows.
notice-no-answer-here = Dazu habe ich in unseren Hilfeartikeln nichts gefunden. Raten möchte ich nicht.

notice-failed =
    Bei meiner Antwort ist auf unserer Seite etwas schiefgegangen, bitte entschuldigen Sie.
    Ich übergebe an jemanden aus unserem Team, der diese Unterhaltung sehen kann.

## For the team only, in private notes

note-handoff =
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
note-summary = Vom Modell geschrieben: { $summary }
note-customer-said = Letzte Nachrichten der Kundin oder des Kunden:
note-bot-tried = Der Bot hat versucht: { $tried }
note-bot-knows = Bisher bekannt: { $known }
note-dropped-draft = Jemand aus dem Team war schneller. Der Bot wollte gerade schreiben:
