# What differs from de/notices.ftl in German, addressing the customer as "du".
# Who wrote and who reviewed these words: ../de/about.yml.

notice-dialogue-away =
    Danke für deine Nachricht. Ich kann gerade nicht antworten, weil ein Teil unseres Systems ausgefallen ist.
    Deine Nachricht ist gespeichert, und ich antworte, sobald alles wieder läuft.
notice-handoff =
    Ich übergebe an jemanden aus unserem Team.
    { $position ->
        [1] Du bist als Nächstes an der Reihe. Unser Team sieht diese Unterhaltung, du musst also nichts wiederholen.
       *[other] Du bist auf Platz { $position } der Warteschlange. Unser Team sieht diese Unterhaltung, du musst also nichts wiederholen.
    }
notice-no-answer =
    Ich habe in unseren Hilfeartikeln nachgesehen und nichts gefunden, was deine Frage beantwortet. Raten möchte ich nicht.
    Möchtest du mit jemandem aus unserem Team sprechen?
notice-failed =
    Bei meiner Antwort ist auf unserer Seite etwas schiefgegangen, bitte entschuldige.
    Ich übergebe an jemanden aus unserem Team, der diese Unterhaltung sehen kann.
