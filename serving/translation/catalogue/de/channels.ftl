# What a channel says by itself, in German. See about.yml.

channel-text-only = Ich kann nur Text lesen. Bitte schreiben Sie mir, worum es geht.
channel-greeting = Guten Tag! Schreiben Sie mir, und ich helfe Ihnen oder verbinde Sie mit unserem Team.
channel-choose-number = Bitte antworten Sie mit einer Zahl.
channel-file-received = Danke, ich habe Ihre Datei in dieser Unterhaltung abgelegt, und unser Team kann sie sich ansehen. Ich selbst kann nur Text lesen: Bitte schreiben Sie mir, worum es geht.
note-window-closed = Nicht zugestellt: Dieser Kanal nimmt freien Text nur für eine bestimmte Zeit nach der letzten Nachricht der Kundin oder des Kunden an, und diese Zeit ist vorbei. Warten Sie auf eine neue Nachricht, oder hinterlegen Sie in den Einstellungen des Posteingangs eine Nachrichtenvorlage und senden Sie erneut.

channel-email-subject = Ihre Nachricht an { $inbox }
channel-email-empty = (eine leere E-Mail)
