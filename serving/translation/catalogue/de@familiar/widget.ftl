# What differs from de/widget.ftl in German, addressing the customer as "du".
# Who wrote and who reviewed these words: ../de/about.yml.

widget-greeting = Hallo! Frag mich zu Bestellungen, Lieferung, Rücksendungen oder allem, was auf unseren Hilfeseiten steht.
widget-you = Du
widget-status-open = Unser Team antwortet dir in Kürze
widget-status-assigned = Du sprichst mit { $name }
widget-message-label = Deine Nachricht
widget-too-long = Diese Nachricht ist zu lang. Bitte kürze sie.
widget-offline = Du bist offline. Was du schreibst, wird gespeichert und gesendet, sobald du wieder verbunden bist.
widget-degraded = Wir haben ein technisches Problem. Deine Nachrichten sind gespeichert und werden beantwortet.
widget-wrong-inbox = Dieser Chat ist nicht richtig eingerichtet. Bitte informiere den Betreiber dieser Seite.
widget-session-expired = Deine frühere Sitzung ist abgelaufen. Dies ist eine neue Unterhaltung.
widget-notice-open = Deine Anfrage liegt jetzt bei unserem Team
widget-notice-handback = Unser Assistent ist wieder für dich da
widget-notice-resolved = Unterhaltung beendet. Schreib jederzeit wieder.
widget-sign-in-first = Bitte melde dich auf dieser Seite an, um uns zu schreiben.
widget-rating-title = Wie zufrieden bist du?
widget-rating-thanks = Vielen Dank für deine Bewertung.
widget-rating-remark = Möchtest du noch etwas ergänzen?
widget-rating-failed = Deine Bewertung konnte nicht gesendet werden.
widget-prechat-name = Dein Name
widget-prechat-email = Deine E-Mail-Adresse
widget-prechat-phone = Deine Telefonnummer
widget-prechat-failed = Das konnte nicht gesendet werden. Bitte versuch es noch einmal.
widget-prechat-refused = Bitte prüf deine Angaben.
